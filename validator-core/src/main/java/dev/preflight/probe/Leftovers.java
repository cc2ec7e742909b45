package dev.preflight.probe;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a probe leaves in the shell that runs it, where that shell runs others behind it and the probe has no subshell of
 * its own, which is a process. Only what leaves nothing but variables and functions may run so: those can be taken away
 * again by their names, in the shells that hosts have. What is in quotes is not looked at: in single ones it is for other
 * programs, such as awk, and in double ones a substitution is a subshell anyway, so that only a default stays.
 *
 * @param variables names of variables that the text may set
 * @param functions names of functions that it defines
 */
record Leftovers(NavigableSet<String> variables, NavigableSet<String> functions) {
    /** At the begin of a command, as far as a pattern can tell. */
    private static final String WORD = "(?<![\\w$./{\"-])";

    /**
     * What ends a shell, or changes what is not set back behind a probe. A {@code set} other than of arguments and of
     * {@code -f} may end the shell at the next failure.
     */
    private static final Pattern STAYS = Pattern.compile(
            WORD
                    + "(?:exit|exec|eval|umask|trap|export|readonly|ulimit|alias|unalias|hash|getopts|wait|shopt)(?![\\w=-])"
                    + "|" + WORD + "set (?!-- |--$|[-+]f(?!\\w))"
                    + "|(?<![&<>|])&(?![&>\\d-])|^[ \\t]*+\\.\\s|PF_",
            Pattern.MULTILINE);

    private static final Pattern ASSIGNED = Pattern.compile(WORD + "([A-Za-z_]\\w*+)=");
    private static final Pattern LOOPED = Pattern.compile(WORD + "for ([A-Za-z_]\\w*+)");
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{([A-Za-z_]\\w*):?=");
    private static final Pattern READ = Pattern.compile(WORD + "read(?: -r)?((?: [A-Za-z_]\\w*+)++)");
    private static final Pattern FUNCTION = Pattern.compile(WORD + "([A-Za-z_]\\w*+)\\(\\)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    /** What every probe finds, and lane.sh sets back by itself; and the last word, a variable of the shell. */
    private static final Set<String> SET_BACK = Set.of("PATH", "IFS", "HOME", "LC_ALL", "LANG", "TZ", "_");

    /** By the fact whose probe it is: a run of many hosts sends each of the same probes. */
    private static final Map<Fact<?>, Optional<Leftovers>> OF_PROBES = Collections.synchronizedMap(new WeakHashMap<>());

    /** What the probe of this request leaves, as {@link ScriptCompiler#text} makes it. */
    static Optional<Leftovers> of(FactRequest<?> request) {
        return OF_PROBES
                .computeIfAbsent(request.fact(), fact -> of(fact.script()))
                .map(probe -> {
                    NavigableSet<String> variables = new TreeSet<>(probe.variables());
                    request.probeLocators().keySet().forEach(name -> variables.add(ScriptCompiler.LOCATOR + name));
                    return new Leftovers(variables, probe.functions());
                });
    }

    /** What this text leaves; empty if it may leave more, so that it needs a subshell. */
    static Optional<Leftovers> of(String text) {
        return withoutQuotes(text).filter(plain -> !STAYS.matcher(plain).find()).map(Leftovers::ofPlain);
    }

    private static Leftovers ofPlain(String plain) {
        NavigableSet<String> variables = new TreeSet<>();
        for (Pattern sets : new Pattern[] {ASSIGNED, LOOPED, DEFAULTED}) {
            sets.matcher(plain).results().map(found -> found.group(1)).forEach(variables::add);
        }
        READ.matcher(plain)
                .results()
                .flatMap(found -> NAME.matcher(found.group(1)).results())
                .map(MatchResult::group)
                .forEach(variables::add);
        variables.removeAll(SET_BACK);
        NavigableSet<String> functions = new TreeSet<>();
        FUNCTION.matcher(plain).results().map(found -> found.group(1)).forEach(functions::add);
        return new Leftovers(variables, functions);
    }

    /** The text with nothing between its quotes but the defaults that double ones give to variables; empty if one has no end. */
    private static Optional<String> withoutQuotes(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                plain.append('x');
            } else if (c == '\'' || c == '"') {
                int end = c == '"' ? endOfDouble(text, i + 1) : text.indexOf(c, i + 1);
                if (end < 0) {
                    return Optional.empty();
                }
                plain.append('x');
                if (c == '"') {
                    DEFAULTED.matcher(text.substring(i, end)).results().forEach(found -> plain.append(found.group()));
                }
                i = end;
            } else {
                plain.append(c);
            }
        }
        return Optional.of(plain.toString());
    }

    private static int endOfDouble(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i;
            }
        }
        return -1;
    }
}
