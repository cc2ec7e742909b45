package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An account. Of what only root sees, and of what was not asked, there is a reading that is missing.
 *
 * @param home its home directory, as passwd(5) has it
 * @param shell its shell; empty for sh
 * @param shellThere whether that can be run
 * @param inFiles whether it is in /etc/passwd, and not in a directory of users only
 * @param groups the numbers of all its groups, its own among them
 * @param owner number of the user that owns the home directory; empty: there is none
 * @param subuids how many subordinate users it has (subuid(5))
 * @param subgids how many subordinate groups
 */
record UserAccount(
        long uid,
        long gid,
        String home,
        String shell,
        boolean shellThere,
        boolean inFiles,
        List<Long> groups,
        Reading<Optional<Long>> owner,
        Reading<AccountAge> age,
        Reading<Long> subuids,
        Reading<Long> subgids,
        Reading<SudoRules> sudo) {
    UserAccount {
        groups = List.copyOf(groups);
    }

    static UserAccount parse(Part part) throws FactFormatException {
        String[] ids = Accounts.value(part, "ids").split(" ", -1);
        if (ids.length != 2) {
            throw new FactFormatException("expected two numbers of a user");
        }
        TreeSet<Long> groups = new TreeSet<>();
        for (String group : Accounts.value(part, "groups").split(" ", -1)) {
            // "id" may have failed; then the user's own group is known.
            if (!group.isEmpty()) {
                groups.add(Numbers.whole(group));
            }
        }
        groups.add(Numbers.whole(ids[1]));
        return new UserAccount(
                Numbers.whole(ids[0]),
                Numbers.whole(ids[1]),
                Accounts.value(part, "home-path"),
                Accounts.value(part, "shell"),
                part.lines().contains("shell-there"),
                part.lines().contains("files"),
                List.copyOf(groups),
                owner(part),
                AccountAge.parse(part),
                count(part, "subuid"),
                count(part, "subgid"),
                SudoRules.parse(part));
    }

    private static Reading<Optional<Long>> owner(Part part) throws FactFormatException {
        Optional<String> home = part.values("home").stream().findFirst();
        if (home.isEmpty() || home.get().equals("unreadable")) {
            return Reading.missing(Reason.NO_PERMISSION, Accounts.value(part, "home-path"));
        }
        String[] words = home.get().split(" ", 2);
        return Reading.got(
                words[0].equals("directory") && words.length == 2
                        ? Optional.of(Numbers.whole(words[1]))
                        : Optional.empty());
    }

    private static Reading<Long> count(Part part, String name) throws FactFormatException {
        Optional<String> count = part.values(name).stream().findFirst();
        return count.isPresent()
                ? Reading.got(Numbers.whole(count.get()))
                : Reading.missing(Reason.NOT_READABLE, "/etc/" + name);
    }

    /** Shells that end at once: nologin(8), false(1), and the sync of old system accounts. */
    boolean refusesLogins() {
        return !shellThere || shell.matches(".*/(nologin|false|true|sync|halt|shutdown)");
    }

    /** Whether this is its shell; /bin may be /usr/bin. */
    boolean hasShell(String path) {
        return plain(shell.isEmpty() ? "/bin/sh" : shell).equals(plain(path));
    }

    private static String plain(String path) {
        return path.startsWith("/usr/bin/") ? path.substring("/usr".length()) : path;
    }

    /** One line for people. */
    String describe() {
        return Stream.of("uid " + uid, "gid " + gid, home, shell)
                .filter(one -> !one.isEmpty())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }
}
