package dev.preflight.checks.docker;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * How faults of a daemon.json are mended.
 *
 * @param path the file
 * @param at when it was read: part of the name of the copy that is kept, so that undo finds it
 */
record DaemonJsonRemedies(String path, Instant at) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A file without content: the smallest valid one, or by hand if the profile wants keys in it. */
    Remedy empty(List<String> requiredKeys) {
        if (!requiredKeys.isEmpty()) {
            return Remedy.manual("write-required").with("path", Arg.text(path)).with("keys", Arg.texts(requiredKeys));
        }
        return Remedy.confirm("write-smallest", Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("copy", copy())
                .with("content", Arg.text("{}"));
    }

    /** A byte order mark in UTF-8 can be cut off; another encoding is rewritten by hand. */
    Remedy mark(boolean utf8) {
        if (!utf8) {
            return edit();
        }
        return Remedy.confirm("cut-mark", Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("copy", copy());
    }

    /** A file that only root reads. */
    Remedy readable() {
        return Remedy.confirm("make-readable", Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("copy", copy());
    }

    /** A fault that somebody who knows what was meant has to mend. */
    Remedy edit() {
        return Remedy.manual("edit").with("path", Arg.text(path)).with("copy", copy());
    }

    /** A key that is a flag too: a drop-in that starts dockerd without the flag, where the start is a plain command. */
    Remedy conflict(DaemonFlags flags, String key, boolean byUnit) {
        return plain(flags.without(key))
                .filter(command -> byUnit)
                .map(command -> Remedy.confirm("drop-flag", Privilege.ROOT)
                        .with("key", Arg.text(key))
                        .with("command", command))
                .orElseGet(() -> Remedy.manual("drop-flag-by-hand").with("key", Arg.text(key)));
    }

    private Arg copy() {
        return Arg.text(path + ".preflight-" + STAMP.format(at));
    }

    /** The command as systemd reads it, unless that would take quoting. */
    private static Optional<Arg> plain(List<String> words) {
        boolean simple = !words.isEmpty()
                && words.get(0).startsWith("/")
                && words.stream().allMatch(word -> word.matches("[A-Za-z0-9_./:=,@+-]+"));
        return simple ? Optional.of(Arg.text(String.join(" ", words))) : Optional.empty();
    }
}
