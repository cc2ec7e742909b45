package dev.preflight.checks.docker.daemonjson;

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
public record DaemonJsonRemedies(String path, Instant at) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Limits for the logs of new containers, as {@code container-log-limits} wants them: three files of 100 MB. */
    public static final String LOG_KEYS =
            "\"log-driver\": \"json-file\", \"log-opts\": {\"max-size\": \"100m\", \"max-file\": \"3\"}";

    /**
     * A file without content: the smallest one that is good for every check of Docker, or by hand if the profile wants
     * keys in it. Where flags say something of logs the file must not.
     */
    Remedy empty(List<String> requiredKeys, DaemonFlags flags) {
        if (!requiredKeys.isEmpty()) {
            return Remedy.manual("write-required").with("path", Arg.text(path)).with("keys", Arg.texts(requiredKeys));
        }
        return Remedy.confirm("write-smallest", Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("copy", copy())
                .with("content", Arg.text(saysLogs(flags) ? "{}" : "{" + LOG_KEYS + "}"));
    }

    /** A byte order mark of UTF-8 can be cut off. */
    Remedy mark() {
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

    /** A fault that a person has to correct, because the intended value is not known. */
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

    /** Limits for new containers, put into what the file has already; by hand where that would take reading it. */
    public Remedy logLimits(DockerLogDefault found) {
        if (found.byFlags()) {
            return Remedy.manual("limit-flags").with("keys", Arg.text(LOG_KEYS));
        }
        return switch (found.content()) {
            case ABSENT ->
                Remedy.confirm("write-limits", Privilege.ROOT)
                        .with("path", Arg.text(path))
                        .with("content", Arg.text("{" + LOG_KEYS + "}"));
            case NO_KEYS, OTHER_KEYS -> {
                boolean alone = found.content() == DockerLogDefault.Content.NO_KEYS;
                yield Remedy.confirm("add-limits", Privilege.ROOT)
                        .with("path", Arg.text(path))
                        .with("copy", copy())
                        .with("keys", Arg.text(LOG_KEYS + (alone ? "" : ", ")));
            }
            // One remedy for one file: that of docker-daemon-json writes limits as well.
            case BLANK ->
                Remedy.manual("fill-file").with("path", Arg.text(path)).with("keys", Arg.text(LOG_KEYS));
            case BROKEN, TOO_DEEP, NO_FILE, LOG_KEYS ->
                Remedy.manual("merge-limits")
                        .with("path", Arg.text(path))
                        .with("copy", copy())
                        .with("keys", Arg.text(LOG_KEYS));
        };
    }

    private static boolean saysLogs(DaemonFlags flags) {
        return flags.flags().stream()
                .anyMatch(
                        flag -> flag.name().equals("log-driver") || flag.name().equals("log-opt"));
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
