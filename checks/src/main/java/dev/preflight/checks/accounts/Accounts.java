package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Accounts and groups by name, and who has a number: getent(1), which asks every source of nsswitch.conf(5), or the files
 * where it is not there.
 *
 * @param today days since 1970, by the host's clock; empty if the host did not tell
 * @param users by name; empty: there is none of this name
 * @param groups their numbers, by name
 * @param holders users ({@code uid:7}) or groups ({@code gid:7}) with a number: the first one, and all others of the files
 * @param subidsElsewhere whether subordinate ids come from another source than files as well
 */
record Accounts(
        Optional<Long> today,
        Map<String, Reading<Optional<UserAccount>>> users,
        Map<String, Reading<Optional<Long>>> groups,
        Map<String, Reading<List<String>>> holders,
        boolean subidsElsewhere) {

    /** A directory of users may be slow to answer. Root sees shadow(5), and sudoers of every user. */
    static final Fact<Accounts> FACT = Fact.named("accounts", Accounts.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .format(2)
            .parsedBy(Accounts::parse);

    private interface Parser<T> {
        T parse(Part part) throws FactFormatException;
    }

    Accounts {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
        holders = Map.copyOf(holders);
    }

    private static Reading<Accounts> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Map<String, Reading<Optional<UserAccount>>> users = new TreeMap<>();
        Map<String, Reading<Optional<Long>>> groups = new TreeMap<>();
        Map<String, Reading<List<String>>> holders = new TreeMap<>();
        for (Part part : text.parts()) {
            String name = part.name();
            if (name.equals("user")) {
                users.put(part.argument(), reading(part, "absent", UserAccount::parse));
            } else if (name.startsWith("group:")) {
                groups.put(
                        name.substring("group:".length()),
                        reading(part, "absent", one -> Numbers.whole(value(one, "gid"))));
            } else if (name.startsWith("uid:") || name.startsWith("gid:")) {
                holders.put(name, holders(part));
            }
        }
        Optional<String> today = text.argument("today");
        boolean elsewhere = text.argument("subid-source")
                .filter(sources -> !sources.strip().equals("files"))
                .isPresent();
        return Reading.got(new Accounts(
                today.isPresent() ? Optional.of(Numbers.whole(today.get())) : Optional.empty(),
                users,
                groups,
                holders,
                elsewhere));
    }

    private static <T> Reading<Optional<T>> reading(Part part, String none, Parser<T> parser)
            throws FactFormatException {
        if (part.lines().contains("failed")) {
            return unreadable(part);
        }
        return Reading.got(part.lines().contains(none) ? Optional.empty() : Optional.of(parser.parse(part)));
    }

    private static <T> Reading<T> unreadable(Part part) {
        return Reading.missing(Reason.NOT_READABLE, ("getent " + part.name() + " " + part.argument()).strip());
    }

    private static Reading<List<String>> holders(Part part) throws FactFormatException {
        List<String> names = part.values("holder");
        if (names.isEmpty() && !part.lines().contains("none") && !part.lines().contains("failed")) {
            throw new FactFormatException("expected holders of " + part.name());
        }
        return part.lines().contains("failed") ? unreadable(part) : Reading.got(names);
    }

    /** What stands behind a word. */
    static String value(Part part, String word) throws FactFormatException {
        return part.values(word).stream()
                .findFirst()
                .orElseThrow(() -> new FactFormatException("expected " + word + " of " + part.name()));
    }

    Reading<Optional<UserAccount>> user(String name) {
        return asked(users, name);
    }

    Reading<Optional<Long>> group(String name) {
        return asked(groups, name);
    }

    /** Who has a number, such as {@code uid:7}. */
    Reading<List<String>> holders(String number) {
        return asked(holders, number);
    }

    private static <T> Reading<T> asked(Map<String, Reading<T>> all, String key) {
        return Optional.ofNullable(all.get(key)).orElseGet(() -> Reading.missing(Reason.NOT_COLLECTED, key));
    }
}
