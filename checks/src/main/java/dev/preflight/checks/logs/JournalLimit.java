package dev.preflight.checks.logs;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What journald's configuration says, its drop-ins put together as journald.conf(5) does. */
public final class JournalLimit {
    private static final String MAIN = "/etc/systemd/journald.conf";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGTPE]?)");

    /** More than this no host needs of its journal, however large its disk is. */
    private static final long MOST_MIB = 1024;

    private JournalLimit() {}

    /**
     * {@code SystemMaxUse} in KiB; empty if it is not set, and then journald's own bound holds: a tenth of the file
     * system, 4 GiB at most.
     *
     * @param files lines by path, directories in their order of precedence
     */
    public static OptionalLong systemMaxUseKib(Map<String, List<String>> files) {
        Optional<String> value = last(files, "SystemMaxUse");
        Matcher m = SIZE.matcher(value.orElse(""));
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        int power = m.group(2).isEmpty() ? 0 : 1 + "KMGTPE".indexOf(m.group(2));
        double bytes = Long.parseLong(m.group(1)) * Math.pow(1024, power);
        return OptionalLong.of((long) (bytes / 1024));
    }

    /**
     * A limit that the check is content with: what is allowed of this file system, 1 GiB at most. The files that are
     * written to are not cut, so what is cut at once leaves as much room for them again.
     *
     * @param systemd whether systemd runs the host, and so a journald that keeps to a limit
     * @param allowedKib how much of its file system the journal may take
     */
    static Remedy remedy(boolean systemd, long allowedKib) {
        long mib = Math.max(1, Math.min(MOST_MIB, allowedKib / 1024));
        Remedy remedy = systemd
                ? Remedy.confirm("bound-journal", Privilege.ROOT).with("max", Arg.text(mib + "M"))
                : Remedy.confirm("cut-journal", Privilege.ROOT).once();
        return remedy.with("vacuum", Arg.text(Math.max(1, mib / 2) + "M"));
    }

    /** The main file first, then drop-ins by name; of two with one name only that of the first directory counts. */
    private static Optional<String> last(Map<String, List<String>> files, String key) {
        Map<String, String> byName = new TreeMap<>(Comparator.naturalOrder());
        files.keySet().stream()
                .filter(path -> !path.equals(MAIN))
                .forEach(path -> byName.putIfAbsent(path.substring(path.lastIndexOf('/') + 1), path));
        return Stream.concat(Stream.of(MAIN), byName.values().stream())
                .flatMap(path -> files.getOrDefault(path, List.of()).stream())
                .map(String::strip)
                .filter(line -> line.matches(key + "\\s*=.*"))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .reduce((first, second) -> second);
    }
}
