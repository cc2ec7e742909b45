package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The locale that programs get in one context. Sources: locale(1), locale(7) for the variables and their order,
 * locale.conf(5); musl's setlocale(), which takes any name but C and POSIX for one of UTF-8.
 *
 * @param variables LANG, LC_ALL and the LC_ variable of each kind, as far as they are set and not empty
 * @param charset the character set that follows, as locale(1) calls it
 * @param available the locales of this host; empty with musl, which has every name
 * @param files lines that set a locale for logins
 * @param localectl whether localectl(1) can set another one
 */
record Locales(
        Map<String, String> variables,
        String charset,
        Optional<List<String>> available,
        List<Line> files,
        boolean localectl) {

    /** Lists may come from a file system that is not local. */
    static final Fact<Locales> FACT = Fact.named("locale", Locales.class)
            .sharing(SharedShell.class, "find-tool")
            .format(2)
            .parsedBy(Locales::parse);

    private static final String ALL = "LC_ALL";
    private static final String CHARACTERS = "LC_CTYPE";
    private static final String LANG = "LANG";

    /** What a locale decides besides characters, for every system (POSIX.1-2017, 7.1). */
    private static final List<String> KINDS =
            List.of("LC_COLLATE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME");

    /** The locales that every system has (POSIX.1-2017, 7.2). */
    private static final List<String> POSIX = List.of("C", "POSIX");

    /**
     * A line that sets a locale.
     *
     * @param place file and line
     * @param text the line
     */
    record Line(String place, String text) {}

    Locales {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        available = available.map(List::copyOf);
        files = List.copyOf(files);
    }

    private static Reading<Locales> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Map<String, String> variables = new TreeMap<>();
        for (String argument : text.arguments("variable")) {
            String[] words = argument.split(" ", 2);
            if (words.length < 2) {
                throw new FactFormatException("expected a variable and its value, found: " + argument);
            }
            variables.put(words[0], words[1]);
        }
        List<Line> files = text.all("file").stream()
                .map(part -> new Line(part.argument(), part.text()))
                .toList();
        boolean localectl = text.first("localectl").isPresent();
        Optional<String> charset = text.argument("charmap");
        if (charset.isEmpty()) {
            return text.first("musl").isEmpty()
                    ? Reading.missing(Reason.NO_TOOL, "locale")
                    : Reading.got(new Locales(variables, ofMusl(variables), Optional.empty(), files, localectl));
        }
        List<String> available = text.lines("available");
        if (charset.get().isBlank() || available.isEmpty()) {
            return Reading.missing(Reason.NOT_READABLE, "locale: " + output.firstError());
        }
        return Reading.got(new Locales(variables, charset.get().strip(), Optional.of(available), files, localectl));
    }

    private static String ofMusl(Map<String, String> variables) {
        return POSIX.contains(effective(variables).orElse("C.UTF-8")) ? "ASCII" : "UTF-8";
    }

    private static Optional<String> effective(Map<String, String> variables) {
        return effective(variables, CHARACTERS);
    }

    private static Optional<String> effective(Map<String, String> variables, String kind) {
        return Stream.of(ALL, kind, LANG)
                .flatMap(name -> Optional.ofNullable(variables.get(name)).stream())
                .findFirst();
    }

    /** The locale that decides about characters. */
    String name() {
        return effective(variables).orElse("C");
    }

    /** The locale of each kind, as programs get it: that of characters, and those that differ from it. */
    String words() {
        Stream<String> others = KINDS.stream()
                .filter(kind -> !normal(of(kind)).equals(normal(name())))
                .map(kind -> kind + "=" + of(kind));
        return Stream.concat(Stream.of(name()), others).collect(Collectors.joining(", "));
    }

    /** The same, for a comparison. */
    List<String> kinds() {
        return Stream.concat(Stream.of(CHARACTERS), KINDS.stream())
                .map(kind -> normal(of(kind)))
                .toList();
    }

    private String of(String kind) {
        return effective(variables, kind).orElse("C");
    }

    /**
     * By what hosts are compared: {@code de_DE.UTF-8}, however it is spelt; with the character set behind it, where that is
     * not the one of the name.
     */
    String compared() {
        String name = name();
        String own = charsetOf(name);
        if (POSIX.contains(name)) {
            return isUtf8(charset) ? "C.UTF-8" : "C (" + charset + ")";
        }
        String spelt = isUtf8(own) ? name.substring(0, name.indexOf('.')) + ".UTF-8" + modifierOf(name) : normal(name);
        return sameCharset(own, charset) ? spelt : spelt + " (" + charset + ")";
    }

    /**
     * Variables that have a say and name a locale that is not there; a path is a locale of its own. Where one of them is not,
     * setlocale(3) of all kinds fails as a whole.
     */
    List<String> missing() {
        Stream<String> names = variables.containsKey(ALL)
                ? Stream.of(ALL)
                : Stream.concat(
                        Stream.of(CHARACTERS, LANG),
                        variables.keySet().stream().filter(name -> !name.equals(CHARACTERS) && !name.equals(LANG)));
        return names.filter(name -> Optional.ofNullable(variables.get(name))
                        .filter(value -> value.indexOf('/') < 0 && !has(value))
                        .isPresent())
                .toList();
    }

    /** Whether the host has a locale. */
    boolean has(String name) {
        return POSIX.contains(name)
                || available
                        .map(all -> all.stream().anyMatch(one -> normal(one).equals(normal(name))))
                        .orElseGet(() -> name.indexOf('.') < 0 || isUtf8(charsetOf(name)));
    }

    /** A locale of UTF-8 that the host has, for people who have none. */
    Optional<String> utf8() {
        List<String> all = available.orElse(List.of("C.UTF-8"));
        return Stream.concat(Stream.of("C.UTF-8", "en_US.UTF-8"), all.stream())
                .filter(name -> isUtf8(charsetOf(name)) && has(name))
                .map(name -> name.substring(0, name.indexOf('.')) + ".UTF-8" + modifierOf(name))
                .findFirst();
    }

    /** The value of LANG for logins. */
    Optional<String> lang() {
        List<String> values = new ArrayList<>();
        for (Line line : files) {
            boolean ofSystemd =
                    line.place().startsWith("/etc/locale.conf:") || line.place().startsWith("/etc/default/locale:");
            if (ofSystemd && line.text().startsWith("LANG=")) {
                values.add(line.text().substring("LANG=".length()).replaceAll("[\"']", ""));
            }
        }
        return values.stream().filter(value -> !value.isEmpty()).reduce((first, last) -> last);
    }

    /** Behind the dot of a name; empty if it has none. */
    private static String charsetOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).replaceFirst("@.*", "");
    }

    private static String modifierOf(String name) {
        int at = name.indexOf('@');
        return at < 0 ? "" : name.substring(at);
    }

    /** {@code de_DE.UTF-8} and {@code de_DE.utf8} are the same locale: glibc's _nl_normalize_codeset(). */
    static String normal(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot) + "." + plain(charsetOf(name)) + modifierOf(name);
    }

    /** Whether two names are of the same character set. */
    static boolean sameCharset(String one, String other) {
        return plain(one).equals(plain(other));
    }

    static boolean isUtf8(String charset) {
        return sameCharset(charset, "UTF-8");
    }

    private static String plain(String charset) {
        return Ascii.lower(charset).replaceAll("[^a-z0-9]", "");
    }
}
