package dev.preflight.define.read;

import dev.preflight.define.read.Source.Glob;
import java.util.List;
import java.util.Optional;

/** What may be asked of a host. Each method says what is wrong with a word, or nothing; a linter adds where it stands. */
public final class Locators {
    /** PATH_MAX of limits.h. */
    private static final int LONGEST_PATH = 4096;

    /** More is no command of a person; all words of all reads travel in the text of one script. */
    private static final int MOST_WORDS = 64;

    private static final int LONGEST_WORD = 4096;

    private Locators() {}

    static void require(Optional<String> refusal) {
        refusal.ifPresent(message -> {
            throw new IllegalArgumentException(message);
        });
    }

    /** What is wrong with a path. */
    public static Optional<String> path(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("a path begins with /");
        }
        if (path.length() > LONGEST_PATH) {
            return Optional.of("a path has at most " + LONGEST_PATH + " characters");
        }
        for (String component : path.substring(1).split("/", -1)) {
            Optional<String> refusal = component(component);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return refusedPlace(path);
    }

    /** What is wrong with one component of a path. */
    public static Optional<String> component(String component) {
        if (component.isEmpty()) {
            return Optional.of("a component of a path is empty");
        }
        if (component.contains("/")) {
            return Optional.of("a component of a path holds no /");
        }
        if (component.equals(".") || component.equals("..")) {
            return Optional.of("a path has no component . or ..");
        }
        return controls(component);
    }

    /** Devices do not end, some answer by acting, and this file is the whole memory (proc(5)). */
    private static Optional<String> refusedPlace(String path) {
        if (path.equals("/dev") || path.startsWith("/dev/")) {
            return Optional.of("nothing below /dev is read");
        }
        return path.equals("/proc/kcore") ? Optional.of("/proc/kcore is not read") : Optional.empty();
    }

    /** What is wrong with a pattern of files. */
    public static Optional<String> glob(List<Glob.Step> steps) {
        StringBuilder path = new StringBuilder();
        for (Glob.Step step : steps) {
            Optional<String> refusal = component(step.text());
            if (refusal.isPresent()) {
                return refusal;
            }
            if (step.pattern() && step.text().contains("**")) {
                return Optional.of("a pattern of files has no **");
            }
            // Shells disagree on what it means in a pattern that comes from a variable.
            if (step.pattern() && step.text().contains("\\")) {
                return Optional.of("a pattern of files has no backslash; write [*] for a star");
            }
            path.append('/').append(step.text());
        }
        return path.length() > LONGEST_PATH
                ? Optional.of("a path has at most " + LONGEST_PATH + " characters")
                : refusedPlace(path.toString());
    }

    /** What is wrong with a command. */
    public static Optional<String> command(List<String> argv) {
        if (argv.isEmpty()) {
            return Optional.of("a command has a program");
        }
        if (argv.size() > MOST_WORDS) {
            return Optional.of("a command has at most " + MOST_WORDS + " words");
        }
        return program(argv.get(0))
                .or(() -> argv.stream().flatMap(word -> word(word).stream()).findFirst());
    }

    /** What is wrong with the name of a program: a name, or a whole path. */
    public static Optional<String> program(String name) {
        if (name.startsWith("/")) {
            return path(name);
        }
        boolean plain = !name.isEmpty()
                && !name.startsWith("-")
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_.+-".indexOf(c) >= 0));
        return plain ? Optional.empty() : Optional.of("a program is a name or a path that begins with /");
    }

    /** What is wrong with a word of a command. */
    public static Optional<String> word(String word) {
        return word.length() > LONGEST_WORD
                ? Optional.of("a word of a command has at most " + LONGEST_WORD + " characters")
                : controls(word);
    }

    /** What is wrong with the name of a kernel's setting. */
    public static Optional<String> sysctl(String key) {
        boolean plain = !key.isEmpty()
                && key.length() <= LONGEST_PATH
                && key.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "_.:/@-".indexOf(c) >= 0));
        boolean whole = plain && !key.matches("[./].*|.*[./]|.*[./]{2}.*");
        return whole ? Optional.empty() : Optional.of("a setting of the kernel is named like vm.swappiness");
    }

    /** What is wrong with the name of a variable, see environ(7). */
    public static Optional<String> variable(String name) {
        return name.length() <= LONGEST_WORD && name.matches("[A-Za-z_][A-Za-z0-9_]*+")
                ? Optional.empty()
                : Optional.of("a variable is named by letters, digits and underscores");
    }

    /** A line break would make two lines of one, and an escape could speak to a terminal. */
    private static Optional<String> controls(String text) {
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of("a word for a host holds no control character and no line break")
                : Optional.empty();
    }
}
