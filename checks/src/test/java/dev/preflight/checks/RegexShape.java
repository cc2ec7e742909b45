package dev.preflight.checks;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a pattern of {@code java.util.regex} may take quadratic time or a deep stack on a long line, recognized by
 * its shape alone. It may find a fault where there is none, as where the text is known to be short; what it does not
 * know of is a fault, too. Characters above 255 are left out: classes that differ only there overlap nowhere.
 */
final class RegexShape {
    /** Stands for a part of a pattern that is put in at run time. */
    static final char UNKNOWN = '\uE000';

    private static final int CHARACTERS = 256;

    /**
     * One piece of a sequence.
     *
     * @param chars what it may match; empty for what has no width
     * @param needed whether it has to match for the whole to match
     * @param unbounded whether it is repeated without an end
     * @param backs whether it gives back what it took
     */
    private record Piece(BitSet chars, boolean needed, boolean unbounded, boolean backs) {
        boolean parts(Piece other) {
            return needed && !chars.isEmpty() && !chars.intersects(other.chars);
        }
    }

    private final String regex;
    private String flags = "";
    private int at;
    private Optional<String> fault = Optional.empty();

    private RegexShape(String regex) {
        this.regex = regex;
    }

    /**
     * The first fault of a pattern, if it has one.
     *
     * @param searched whether it is looked for anywhere in a text, as {@code find}, {@code split} and {@code replaceAll} do;
     *     otherwise it has to match the whole or the beginning
     */
    static Optional<String> fault(String regex, boolean searched) {
        RegexShape shape = new RegexShape(regex);
        List<List<Piece>> sequences = shape.alternatives();
        if (shape.at < regex.length()) {
            return Optional.of("cannot be told: " + regex.substring(shape.at));
        }
        for (List<Piece> sequence : sequences) {
            shape.judge(sequence, searched);
        }
        return shape.fault;
    }

    private void judge(List<Piece> sequence, boolean searched) {
        for (int i = 0; i < sequence.size(); i++) {
            Piece piece = sequence.get(i);
            if (piece.unbounded()) {
                if (piece.backs()) {
                    again(sequence, i, searched);
                }
                if (searched) {
                    restarts(sequence, i);
                }
            }
        }
    }

    /** Whether another repetition is tried again from each place to which this one goes back. */
    private void again(List<Piece> sequence, int first, boolean searched) {
        for (int i = first + 1; i < sequence.size(); i++) {
            Piece piece = sequence.get(i);
            boolean overlaps = piece.chars().intersects(sequence.get(first).chars());
            // What takes everything up to the end of the text never fails.
            boolean last =
                    i == sequence.size() - 1 && (searched || piece.chars().cardinality() == CHARACTERS);
            if (piece.unbounded() && overlaps && !last) {
                fault("two repetitions that overlap");
            }
            if (piece.parts(sequence.get(first))) {
                return;
            }
        }
    }

    /** Whether a search begins anew at each place of a run that it has just gone through. */
    private void restarts(List<Piece> sequence, int at) {
        Piece run = sequence.get(at);
        boolean ends = sequence.subList(at + 1, sequence.size()).stream().anyMatch(Piece::needed);
        boolean anchored = sequence.get(0).chars().isEmpty() && sequence.get(0).needed() && regex.startsWith("^");
        boolean parted = sequence.subList(0, at).stream().anyMatch(piece -> piece.parts(run));
        if (ends && !anchored && !parted) {
            fault("a search that begins anew within a run");
        }
    }

    private void fault(String what) {
        fault = fault.or(() -> Optional.of(what));
    }

    private List<List<Piece>> alternatives() {
        List<List<Piece>> all = new ArrayList<>(sequence());
        while (at < regex.length() && regex.charAt(at) == '|') {
            at++;
            all.addAll(sequence());
        }
        return all;
    }

    private List<List<Piece>> sequence() {
        List<List<Piece>> all = List.of(List.of());
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            all = product(all, regex.charAt(at) == '(' ? group() : atom());
        }
        return all;
    }

    private static List<List<Piece>> product(List<List<Piece>> heads, List<List<Piece>> tails) {
        List<List<Piece>> all = new ArrayList<>();
        for (List<Piece> head : heads) {
            for (List<Piece> tail : tails) {
                List<Piece> one = new ArrayList<>(head);
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }

    private List<List<Piece>> group() {
        at++;
        boolean looks = false;
        if (regex.startsWith("?", at)) {
            int end = at + 1;
            while (":=!)".indexOf(regex.charAt(end)) < 0) {
                end++;
            }
            String kind = regex.substring(at + 1, end);
            looks = regex.charAt(end) != ':' && regex.charAt(end) != ')';
            at = end + 1;
            if (regex.charAt(end) == ')') {
                flags = "(?" + kind + ")";
                return List.of(List.of());
            }
        }
        List<List<Piece>> inside = alternatives();
        at++;
        if (looks) {
            return List.of(List.of(new Piece(new BitSet(), true, false, false)));
        }
        return repeated(inside, false);
    }

    private List<List<Piece>> atom() {
        int start = at;
        char c = regex.charAt(at);
        at += c == '\\' ? 2 : 1;
        if (c == '[') {
            at++;
            while (regex.charAt(at) != ']' || at == start + 1) {
                at += regex.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else if (c == '\\' && (regex.charAt(at - 1) == 'p' || regex.charAt(at - 1) == 'x')) {
            at = regex.charAt(at) == '{' ? regex.indexOf('}', at) + 1 : at + 2;
        }
        String text = regex.substring(start, at);
        boolean none = List.of("^", "$", "\\b", "\\z", "\\G").contains(text);
        BitSet chars = none ? new BitSet() : chars(text);
        return repeated(List.of(List.of(new Piece(chars, true, false, false))), true);
    }

    private BitSet chars(String text) {
        BitSet chars = new BitSet(CHARACTERS);
        // A back reference and what comes at run time may be anything.
        boolean any = text.matches("\\\\[1-9]") || text.indexOf(UNKNOWN) >= 0;
        Pattern pattern = any ? Pattern.compile("(?s).") : Pattern.compile(flags + text);
        for (char c = 0; c < CHARACTERS; c++) {
            if (pattern.matcher(String.valueOf(c)).matches()) {
                chars.set(c);
            }
        }
        return chars;
    }

    private List<List<Piece>> repeated(List<List<Piece>> inside, boolean single) {
        String how = at < regex.length() ? quantifier() : "";
        if (how.isEmpty()) {
            return inside;
        }
        boolean possessive = how.length() > 1 && how.endsWith("+");
        boolean maybe = how.startsWith("?") || how.startsWith("*") || how.startsWith("{0");
        if (how.startsWith("*") || how.startsWith("+") || how.contains(",}")) {
            if (!single && !possessive) {
                fault("a group that is repeated goes one deeper on the stack each time");
            }
            BitSet union = new BitSet();
            inside.forEach(one -> one.forEach(piece -> union.or(piece.chars())));
            return List.of(List.of(new Piece(union, !maybe, true, !possessive)));
        }
        List<List<Piece>> all = new ArrayList<>(how.startsWith("{") && !single ? product(inside, inside) : inside);
        if (maybe) {
            all.add(List.of());
        }
        return all;
    }

    private String quantifier() {
        int start = at;
        char c = regex.charAt(at);
        if ("?*+".indexOf(c) >= 0) {
            at++;
        } else if (c == '{') {
            at = regex.indexOf('}', at) + 1;
        } else {
            return "";
        }
        if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
        return regex.substring(start, at);
    }
}
