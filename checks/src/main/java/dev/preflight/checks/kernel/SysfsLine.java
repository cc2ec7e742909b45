package dev.preflight.checks.kernel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.BootConfig.Line;
import dev.preflight.node.Glob;
import java.util.List;
import java.util.Optional;

/**
 * What a line that runs at boot sets one file below {@code /sys} to.
 *
 * <p>Sources: udev(7) on {@code ATTR}; tmpfiles.d(5) on {@code w}; modprobe.d(5) on {@code options}; sysfsutils'
 * {@code sysfs.conf}; tuned's plugin_sysfs and those of {@link SysfsName}.
 */
final class SysfsLine {
    /** What a value of such a file looks like where it is one: no variable, no list, no calculation. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]*");

    private static final Pattern UDEV_SET =
            Pattern.compile("ATTR\\{(?:\\[[^\\]]*\\])?([^}]+)\\}\\s*\\+?=\\s*\"([^\"]*)\"");

    private static final Pattern UDEV_KERNEL = Pattern.compile("KERNEL\\s*==\\s*\"([^\"]*)\"");

    /** Characters of which one stands there; here any may. */
    private static final Pattern ONE_OF = Pattern.compile("\\[[^\\]]*\\]");

    /** Conditions of which nothing here says whether they hold. */
    private static final Pattern UDEV_OTHER = Pattern.compile(
            "(?:ATTRS?\\{[^}]+\\}|ENV\\{[^}]+\\}|DRIVERS?|KERNELS|SUBSYSTEMS|TEST|PROGRAM|RESULT)[^=,]*[=!]=");

    /** In a shell's line these stand between words. */
    private static final String BETWEEN = "[\\s\"'`;|&<>()]+";

    private final Line line;
    private final String path;

    /** A value, empty if it cannot be read from the line, and whether it is set for certain. */
    record Set(Optional<String> value, boolean certain) {
        static Set of(String text, boolean certain) {
            return new Set(Optional.of(text).filter(SysfsLine::plain), certain);
        }
    }

    SysfsLine(Line line, String path) {
        this.line = line;
        this.path = path;
    }

    /** What it sets the file to; empty if it is not about the file. */
    Optional<Set> set() {
        return switch (line.kind()) {
            case UDEV -> udev();
            case MODPROBE -> modprobe();
            case TMPFILES -> tmpfile().map(fields -> Set.of(unquoted(fields[6]), true));
            case SYSFS -> assignment("/sys/");
            case TUNED -> tuned();
            case UNIT, SCRIPT -> shell();
        };
    }

    private static boolean plain(String text) {
        return PLAIN.matches(text);
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^[\"']|[\"']$", "");
    }

    private boolean names(String pattern) {
        return SysctlValues.names(pattern, path);
    }

    private Optional<Set> udev() {
        Matcher attribute = UDEV_SET.matcher(line.text());
        while (attribute.find()) {
            String below = "/" + attribute.group(1);
            if (path.endsWith(below) && isKernel(path.substring(0, path.length() - below.length()))) {
                boolean certain = !UDEV_OTHER.matcher(line.text()).find();
                return Optional.of(Set.of(attribute.group(2), certain));
            }
        }
        return Optional.empty();
    }

    /** Whether the rule is for the device of this directory, as far as its name says it. */
    private boolean isKernel(String directory) {
        String device = directory.substring(directory.lastIndexOf('/') + 1);
        Matcher kernel = UDEV_KERNEL.matcher(line.text());
        return !kernel.find()
                || List.of(kernel.group(1).split("\\|")).stream()
                        .map(pattern -> ONE_OF.matcher(pattern).replaceAll("?"))
                        .anyMatch(pattern -> Glob.of(pattern).matches(device));
    }

    private Optional<Set> modprobe() {
        String[] words = line.text().split("\\s+");
        if (words.length < 3 || !words[0].equals("options") || !path.startsWith("/sys/module/")) {
            return Optional.empty();
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            String module = words[1].replace('-', '_');
            if (equals > 0 && path.equals("/sys/module/" + module + "/parameters/" + word.substring(0, equals))) {
                return Optional.of(Set.of(unquoted(word.substring(equals + 1)), true));
            }
        }
        return Optional.empty();
    }

    /** Type, path, mode, user, group, age and argument, of a line that writes this file. */
    Optional<String[]> tmpfile() {
        String[] fields = line.text().split("\\s+", 7);
        return fields.length == 7 && fields[0].matches("[wF].*|f\\+.*") && names(unquoted(fields[1]))
                ? Optional.of(fields)
                : Optional.empty();
    }

    private Optional<Set> assignment(String below) {
        int equals = line.text().indexOf('=');
        return equals > 0 && names(below + line.text().substring(0, equals).strip())
                ? Optional.of(Set.of(unquoted(line.text().substring(equals + 1)), true))
                : Optional.empty();
    }

    private Optional<Set> tuned() {
        int equals = line.text().indexOf('=');
        String name = equals < 0 ? "" : line.text().substring(0, equals).strip();
        Optional<SysfsName> other =
                SysfsName.of(path).filter(known -> known.tuned().contains(name));
        // What is for disks and processors is for those that tuned chooses.
        return other.isPresent()
                ? Optional.of(Set.of(
                        unquoted(line.text().substring(equals + 1)),
                        other.get().suffix().startsWith("/transparent_hugepage/")))
                : assignment("");
    }

    /** The words of a shell: the path, and what the nearest {@code echo} prints. */
    private Optional<Set> shell() {
        if (line.text().indexOf('>') < 0 && !line.text().contains("tee")) {
            return Optional.empty();
        }
        String[] words = line.text().split(BETWEEN);
        String printed = "";
        boolean named = false;
        for (int i = 0; i < words.length && (!named || printed.isEmpty()); i++) {
            named |= words[i].startsWith("/sys/") && names(words[i]);
            if (words[i].matches("(.*/)?(echo|printf)") && i + 1 < words.length) {
                boolean option = words[i + 1].equals("-n") && i + 2 < words.length;
                printed = words[option ? i + 2 : i + 1];
            }
        }
        return named ? Optional.of(Set.of(printed, true)) : Optional.empty();
    }
}
