package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An account: passwd(5), of whatever nsswitch.conf(5) names.
 *
 * @param groups the names of all groups of the user; empty where one of them has a blank in it, or they are not known
 */
record Account(String name, long uid, long gid, String home, String shell, Optional<List<String>> groups) {
    /** A directory of users may be slow to answer. Empty: there is none of this name. */
    static final Fact<Optional<Account>> FACT = Fact.named("account", Account.class)
            .sharing(SharedShell.class, "find-tool")
            .parsedBy(Account::parse);

    /** Name, password, numbers of user and group, comment, home, shell. */
    private static final int FIELDS = 7;

    Account {
        groups = groups.map(List::copyOf);
    }

    private static Reading<Optional<Account>> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("failed").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, output.firstError());
        }
        if (text.first("absent").isPresent()) {
            return Reading.got(Optional.empty());
        }
        String line = String.join("\n", text.lines("entry"));
        String[] fields = line.split(":", -1);
        if (fields.length != FIELDS) {
            throw new FactFormatException("expected an entry of passwd(5), found: " + line);
        }
        return Reading.got(Optional.of(new Account(
                fields[0], Numbers.whole(fields[2]), Numbers.whole(fields[3]), fields[5], fields[6], groups(text))));
    }

    /** One name for each number. */
    private static Optional<List<String>> groups(HeadedText text) {
        List<String> names = words(text, "groups");
        return names.isEmpty() || names.size() != words(text, "numbers").size() ? Optional.empty() : Optional.of(names);
    }

    private static List<String> words(HeadedText text, String heading) {
        return Stream.of(text.argument(heading).orElse("").split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
