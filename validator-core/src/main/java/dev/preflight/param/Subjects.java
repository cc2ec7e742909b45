package dev.preflight.param;

import dev.preflight.api.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was most likely meant by the key of a row that is of another form, or of a form that is rarely meant. */
final class Subjects {
    private static final Pattern PORT = Pattern.compile("(?:(tcp|udp)[/:])?(\\d{1,5}(?:-\\d{1,5})?)(?:[:.](tcp|udp))?");

    private static final Pattern WITH_SIGN =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.+-]*?)\\s*(=|==|>=|<=|<|>)\\s*([0-9][A-Za-z0-9_.:+~-]*)");

    /** A version of two numbers at least, and maybe a release, at the end of a name; and a machine, as rpm(8) shows it. */
    private static final Pattern WITH_VERSION = Pattern.compile(
            "([A-Za-z][A-Za-z0-9_+]*(?:-[A-Za-z][A-Za-z0-9_+]*)*)-v?(\\d+(?:\\.\\d+)+(?:-\\d[\\w.+~]*)?)");

    private static final Pattern WITH_MACHINE =
            Pattern.compile("(.+)[.:](x86_64|aarch64|noarch|i686|ppc64le|s390x|amd64|arm64|all)");

    /** The limit by which a version is held against each sign; what has to be above a version has no limit of its own. */
    private static final Map<String, String> LIMITS = Map.of("=", "min", "==", "min", ">=", "min", "<", "below");

    private Subjects() {}

    /** What to write in place of a key that is of another form; empty where nothing is near. */
    static Optional<String> meant(Shape shape, String key) {
        if (shape == Shape.PORTS) {
            Matcher port = PORT.matcher(key);
            if (port.matches()) {
                String protocol = port.group(1) != null ? port.group(1) : port.group(3) != null ? port.group(3) : "tcp";
                return Optional.of(port.group(2) + "/" + protocol).filter(Shape.PORTS::fits);
            }
        }
        Matcher version = WITH_SIGN.matcher(key);
        return shape == Shape.PACKAGE && version.matches() && LIMITS.containsKey(version.group(2))
                ? Optional.of(limited(version.group(1), LIMITS.get(version.group(2)), version.group(3)))
                : Optional.empty();
    }

    /** What to write in place of the name of a package that has more in it than a name; empty where it has not. */
    static Optional<String> packageName(String key) {
        Matcher machine = WITH_MACHINE.matcher(key);
        if (machine.matches()) {
            return Optional.of(packageName(machine.group(1)).orElse(machine.group(1)));
        }
        Matcher version = WITH_VERSION.matcher(key);
        return version.matches() ? Optional.of(limited(version.group(1), "min", version.group(2))) : Optional.empty();
    }

    private static String limited(String name, String limit, String version) {
        return name + ": {" + limit + ": '" + version + "'}";
    }
}
