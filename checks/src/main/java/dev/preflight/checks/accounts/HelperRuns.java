package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether helpers of the installer can be run in one context. The fact's arguments are their names, or paths.
 *
 * @param user who ran them
 * @param helpers by name, in the order asked for; empty if there is no such file
 */
record HelperRuns(String user, Map<String, Optional<Helper>> helpers) {

    /** The fact. */
    public static final Fact<HelperRuns> FACT = Fact.named("helper-runs", HelperRuns.class)
            .limit(Duration.ofSeconds(15))
            .parsedBy(HelperRuns::parse);

    /**
     * One helper that is there.
     *
     * @param file where it was found
     * @param real the file behind links
     * @param way lines of {@code ls -ldn}: the file, and every directory above it and above its link
     * @param closed directories on the way that this user may not enter
     * @param mount the line of {@code /proc/self/mounts} of the file system that it lies on; may be empty
     * @param executable whether this user may execute the file itself
     * @param status exit status of a harmless call
     * @param said what that call printed, both streams
     * @param version what it says of its version; may be empty
     * @param owner the package that brought it, by the distribution's own list
     * @param dangling what its link leads to, where nothing is; empty if it leads somewhere
     * @param uid number of the user who may not run it; empty if that user may
     * @param acl entries of getfacl(1) of what denies it: the topmost closed directory, or the file; mostly none
     */
    public record Helper(
            String file,
            String real,
            List<String> way,
            List<String> closed,
            String mount,
            boolean executable,
            int status,
            String said,
            String version,
            Optional<String> owner,
            Optional<String> dangling,
            Optional<String> uid,
            List<String> acl) {
        public Helper {
            acl = List.copyOf(acl);
            way = List.copyOf(way);
            closed = List.copyOf(closed);
        }

        /** Options of the mount that it lies on. */
        public List<String> mountOptions() {
            String[] words = mount.split(" ", -1);
            return words.length < 4 ? List.of() : List.of(words[3].split(",", -1));
        }
    }

    public HelperRuns {
        helpers = Collections.unmodifiableMap(new LinkedHashMap<>(helpers));
    }

    static Reading<HelperRuns> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Optional<HeadedText.Part> user = text.first("user");
        if (user.isEmpty()) {
            throw new FactFormatException("expected the user's name, found: " + output.firstError());
        }
        Map<String, Optional<Helper>> helpers = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("helper")) {
            helpers.put(part.argument(), helper(part));
        }
        return Reading.got(new HelperRuns(user.get().argument(), helpers));
    }

    private static Optional<Helper> helper(HeadedText.Part part) throws FactFormatException {
        List<String> lines = part.lines();
        if (lines.stream().allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        OptionalInt status = OptionalInt.empty();
        for (String line : lines) {
            if (line.matches("rc=\\d{1,3}")) {
                status = OptionalInt.of(Integer.parseInt(line.substring(3)));
            }
        }
        List<String> found = part.values("found");
        if (found.isEmpty() || status.isEmpty()) {
            throw new FactFormatException("expected where a helper was found and how it ended: " + lines);
        }
        return Optional.of(new Helper(
                found.get(0),
                part.values("real").stream().findFirst().orElse(found.get(0)),
                part.values("ls"),
                part.values("closed"),
                part.values("mount").stream().findFirst().orElse(""),
                !lines.contains("not-executable"),
                status.getAsInt(),
                String.join("\n", part.values("said")),
                part.values("version").stream().findFirst().orElse(""),
                part.values("package").stream().findFirst(),
                part.values("dangling").stream().findFirst(),
                part.values("uid").stream()
                        .filter(uid -> uid.matches("\\d{1,10}"))
                        .findFirst(),
                part.values("acl")));
    }
}
