package dev.preflight.checks.software;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.preflight.api.Bounds;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.VersionCondition;
import dev.preflight.fact.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is required of one command. Nothing given: that it is there and can be run. */
record CommandLimits(
        @Param(value = "The least version", example = "\"3.6\"", kind = Kind.THRESHOLD)
        Optional<PlainVersion> min,

        @Param(value = "The first version that is too new", example = "\"4\"", kind = Kind.THRESHOLD)
        Optional<PlainVersion> below,

        @Param(
                value = "What it is called with to print its version, on either stream",
                defaultValue = "[--version]",
                example = "[-version]",
                kind = Kind.LOCATOR)
        List<String> args,

        @Param(
                value = "Where its version is in what it prints: a regular expression, or its first group",
                example = "'release (\\d+\\.\\d+)'",
                kind = Kind.THRESHOLD)
        Optional<VersionPattern> pattern,

        @Param(
                value = "Contexts in which it is called: exec, login, sudo or sudo-i",
                defaultValue = "[exec]",
                example = "[exec, sudo]",
                filled = true,
                kind = Kind.LOCATOR)
        List<Context> contexts) {

    private static final Set<Context> CALLED = Set.of(Context.EXEC, Context.LOGIN, Context.SUDO, Context.SUDO_I);

    /** Two numbers or more. */
    private static final VersionPattern NUMBERS = VersionPattern.parse("\\d+(?:\\.\\d+)+");

    /** Java's may be one number; 1.8 is Java 8 (JEP 223). It has quotes by -version, and none by --version. */
    private static final VersionPattern OF_JAVA =
            VersionPattern.parse("(?:version \"|^openjdk |^java )(?:1\\.)?(\\d+(?:\\.\\d+)*)");

    private static final Pattern PODMAN = Pattern.compile("(?i)podman");

    CommandLimits {
        args = List.copyOf(args);
        contexts = List.copyOf(contexts);
        Bounds.leaveRoom(min, "below", below, (least, first) -> !first.reachedBy(least.text()));
        if (!CALLED.containsAll(contexts)) {
            throw new IllegalArgumentException("contexts: commands are called in exec, login, sudo and sudo-i only");
        }
    }

    /** What its probe gets. */
    Stream<String> asked(String key) {
        return Stream.concat(Stream.of(key, Integer.toString(args.size())), args.stream());
    }

    /** The version in what a command printed; empty if there is none. */
    Optional<String> version(String key, List<String> said) {
        return pattern.isPresent() ? in(pattern.get(), said) : usual(key, said);
    }

    /**
     * Whether what is called docker is podman, whose versions are others; podman-docker(1) has a script or a link of that
     * name. A profile that means podman says so in its pattern.
     */
    boolean isPodman(String key, List<String> said) {
        boolean meant = pattern.filter(
                        form -> PODMAN.matcher(form.pattern().pattern()).find())
                .isPresent();
        return !meant
                && (key.equals("docker") || key.endsWith("/docker"))
                && said.stream().anyMatch(line -> PODMAN.matcher(line).find());
    }

    /** The version where nothing is said about its form. */
    static Optional<String> usual(String key, List<String> said) {
        boolean java = key.equals("java") || key.endsWith("/java");
        return in(java ? OF_JAVA : NUMBERS, said);
    }

    private static Optional<String> in(VersionPattern used, List<String> said) {
        return said.stream().flatMap(line -> used.in(line).stream()).findFirst();
    }

    boolean asksVersion() {
        return min.isPresent() || below.isPresent();
    }

    /** Numbers with dots between. */
    record PlainVersion(String text) {
        static PlainVersion parse(String text) {
            if (!text.matches("\\d{1,9}(\\.\\d{1,9}){0,9}")) {
                throw new IllegalArgumentException("expected a version such as 3.6");
            }
            return new PlainVersion(text);
        }

        /** Whether a version is this one or newer; places that one of the two lacks count as 0. */
        boolean reachedBy(String version) {
            return VersionCondition.parse(">= " + text).holdsFor(version);
        }
    }

    /** A regular expression in the syntax of RE2: sites write it, and hosts what it reads. */
    record VersionPattern(Pattern pattern) {
        static VersionPattern parse(String text) {
            try {
                return new VersionPattern(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("expected a regular expression in the syntax of RE2", e);
            }
        }

        private Optional<String> in(String line) {
            Matcher m = pattern.matcher(line);
            if (!m.find()) {
                return Optional.empty();
            }
            boolean grouped = pattern.groupCount() > 0;
            return Optional.ofNullable(grouped ? m.group(1) : m.group()).filter(found -> !found.isEmpty());
        }
    }
}
