package dev.preflight.evidence;

import dev.preflight.fact.ProbeOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ran when a limit ended it, as {@code pf_tell} of stop.sh prints it on standard error: of each process its number,
 * that of its parent and its name, and for some the file that it reads. Any program can print such lines: they are shown
 * and decide nothing.
 */
final class Stopped {
    /** What the guard itself consists of, beside what it runs. */
    private static final Set<String> OURS = Set.of("sh", "head", "tail");

    /** A chain is cut to this many: who reads it wants its two ends. */
    private static final int LONGEST = 6;

    private record Ran(int pid, int parent, String name) {}

    private Stopped() {}

    /**
     * The process that was waited for and what had started it, innermost first, such as
     * {@code 20 s: sleep < pyenv-rehash (/root/.pyenv/libexec/pyenv-rehash) < bash}; empty if the host did not report
     * it.
     */
    static Optional<String> said(ProbeOutput output) {
        Map<Integer, Ran> ran = new LinkedHashMap<>();
        Map<Integer, String> files = new LinkedHashMap<>();
        String seconds = "";
        for (String line : new String(output.err(), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith(FrameProtocol.SAID_STOPPED)) {
                seconds = number(line.substring(FrameProtocol.SAID_STOPPED.length()))
                        .map(n -> n + " s: ")
                        .orElse("");
                ran.clear();
                files.clear();
            } else if (line.startsWith(FrameProtocol.SAID_RAN)) {
                ran(line.substring(FrameProtocol.SAID_RAN.length())).ifPresent(one -> ran.put(one.pid(), one));
            } else if (line.startsWith(FrameProtocol.SAID_AT)) {
                String[] parts = line.substring(FrameProtocol.SAID_AT.length()).split(" ", 2);
                number(parts[0]).ifPresent(pid -> files.put(pid, parts.length < 2 ? "" : clean(parts[1])));
            }
        }
        String after = seconds;
        return innermost(ran, files)
                .map(last -> chain(last, ran, files))
                .filter(text -> !text.isEmpty())
                .map(text -> after + text);
    }

    /** Without those lines: what the probe itself said. */
    static String firstOwnError(ProbeOutput output) {
        return new String(output.err(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(FrameProtocol.SAID))
                .findFirst()
                .orElse("");
    }

    private static Optional<Ran> ran(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        return number(parts[0]).flatMap(pid -> number(parts[1]).map(parent -> new Ran(pid, parent, clean(parts[2]))));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** The deepest of those that do not wait for another. */
    private static Optional<Ran> innermost(Map<Integer, Ran> ran, Map<Integer, String> files) {
        return ran.values().stream()
                .filter(one -> ran.values().stream().noneMatch(other -> other.parent() == one.pid()))
                .filter(one -> !ours(one, files))
                .max(Comparator.comparingInt((Ran one) -> above(one, ran).size())
                        .thenComparingInt(Ran::pid));
    }

    private static boolean ours(Ran one, Map<Integer, String> files) {
        return OURS.contains(one.name()) && !files.containsKey(one.pid());
    }

    private static List<Ran> above(Ran one, Map<Integer, Ran> ran) {
        List<Ran> all = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (Ran next = one; next != null && seen.add(next.pid()); next = ran.get(next.parent())) {
            all.add(next);
        }
        return all;
    }

    private static String chain(Ran last, Map<Integer, Ran> ran, Map<Integer, String> files) {
        List<String> parts = new ArrayList<>();
        for (Ran one : above(last, ran)) {
            String file = files.getOrDefault(one.pid(), "");
            String part = file.isEmpty() ? one.name() : one.name() + " (" + file + ")";
            boolean again = !parts.isEmpty() && parts.get(parts.size() - 1).equals(part);
            if (!ours(one, files) && !again) {
                parts.add(part);
            }
        }
        return String.join(" < ", parts.subList(0, Math.min(LONGEST, parts.size())));
    }

    /** No control character, which a terminal or a page might take for a command. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?").strip();
    }
}
