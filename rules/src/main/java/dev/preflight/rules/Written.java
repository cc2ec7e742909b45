package dev.preflight.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.node.Suggestion;
import dev.preflight.version.VersionOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An expression as it is written, before the library replaces {@code all} and its like by loops: which names it has, how deep
 * it is, and whatever can be said without types.
 */
final class Written {
    private final Source source;
    private final Map<String, String> names;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<String> unknown = new ArrayList<>();
    private final Set<String> selected = new LinkedHashSet<>();
    private final Map<Integer, String> operands = new HashMap<>();
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Deque<String> loops = new ArrayDeque<>();
    private boolean tooDeep;

    /**
     * Looks at an expression.
     *
     * @param names the name of each read and parameter by how a rule writes it
     */
    Written(Source source, CelExpr expression, Map<String, String> names) {
        this.source = source;
        this.names = names;
        look(expression, 1);
    }

    List<Mistake> mistakes() {
        return mistakes;
    }

    /** The names that are none of a read or a parameter, each as often as it is there. */
    List<String> unknown() {
        return unknown;
    }

    /** The reads and parameters that it names. */
    Set<String> used() {
        return used;
    }

    /** The fields that it selects. */
    Set<String> selected() {
        return selected;
    }

    /** Its regular expressions. */
    Map<String, Pattern> patterns() {
        return patterns;
    }

    /** What a field is selected of, by the place of the dot; empty for what is more than names. */
    String operand(int place) {
        return operands.getOrDefault(place, "");
    }

    private void mistake(CelExpr part, String message) {
        mistakes.add(new Mistake(source.at(part), message));
    }

    private void look(CelExpr part, int depth) {
        if (depth > Bounds.DEPTH) {
            if (!tooDeep) {
                mistake(part, "the expression is nested deeper than " + Bounds.DEPTH);
            }
            tooDeep = true;
            return;
        }
        switch (part.exprKind().getKind()) {
            case CONSTANT -> constant(part);
            case IDENT -> name(part);
            case SELECT -> {
                selected.add(part.select().field());
                path(part.select().operand()).ifPresent(path -> operands.put(source.place(part), path));
                look(part.select().operand(), depth + 1);
            }
            case CALL -> call(part, depth);
            case LIST -> part.list().elements().forEach(element -> look(element, depth + 1));
            case MAP ->
                part.map().entries().forEach(entry -> {
                    look(entry.key(), depth + 1);
                    look(entry.value(), depth + 1);
                });
            default -> mistake(part, "rules do not make objects");
        }
    }

    private static Optional<String> path(CelExpr part) {
        if (part.exprKind().getKind() == Kind.IDENT) {
            return Optional.of(part.ident().name());
        }
        return part.exprKind().getKind() == Kind.SELECT
                ? path(part.select().operand())
                        .map(path -> path + "." + part.select().field())
                : Optional.empty();
    }

    private void constant(CelExpr part) {
        switch (part.constant().getKind()) {
            case NULL_VALUE -> mistake(part, "there is no null; ask whether a field is there with has(row.field)");
            case UINT64_VALUE, BYTES_VALUE ->
                mistake(part, "this kind of value is not used in rules; leave out the letter");
            case DOUBLE_VALUE -> {
                if (!Double.isFinite(part.constant().doubleValue())) {
                    mistake(part, "the number is too large");
                }
            }
            default -> {
                // Texts, whole numbers, true and false are as they are written.
            }
        }
    }

    private void name(CelExpr part) {
        String name = part.ident().name();
        if (loops.contains(name)) {
            return;
        }
        if (names.containsKey(name)) {
            used.add(names.get(name));
        } else if (Signature.named(name).isPresent()) {
            mistake(
                    part,
                    "'" + name + "' is a function; write "
                            + Signature.named(name).get().form());
        } else {
            unknown.add(name);
            String hint = Suggestion.hint(
                    name, Stream.concat(names.keySet().stream(), loops.stream()).toList());
            mistake(
                    part,
                    "there is no read and no parameter '" + name + "'" + (hint.isEmpty() ? "" : "; " + hint)
                            + (source.followsHyphen(part) ? "; write _ for the hyphen of a name" : ""));
        }
    }

    private void call(CelExpr part, int depth) {
        CelExpr.CelCall call = part.call();
        if (call.function().equals(Operator.SUBTRACT.getFunction()) && hyphened(call)) {
            return;
        }
        if (Operator.findReverse(call.function()).isPresent()
                && Signature.named(call.function()).isEmpty()) {
            call.args().forEach(argument -> look(argument, depth + 1));
            return;
        }
        Optional<Signature> known = Signature.named(call.function());
        if (known.isEmpty()) {
            List<String> all = Stream.of(Signature.values()).map(Signature::id).toList();
            mistake(part, "there is no function '" + call.function() + "'; " + Suggestion.hint(call.function(), all));
            return;
        }
        Signature signature = known.get();
        if (!signature.allows(call.target().isPresent(), call.args().size())) {
            mistake(part, "'" + signature.id() + "' is written " + signature.form());
            return;
        }
        call.target().ifPresent(target -> look(target, depth + 1));
        if (signature.loops()) {
            loop(part, signature, depth);
        } else {
            call.args().forEach(argument -> look(argument, depth + 1));
            arguments(part, signature);
        }
    }

    /** Whether a minus is the hyphen of a name. */
    private boolean hyphened(CelExpr.CelCall minus) {
        CelExpr left = minus.args().get(0);
        CelExpr right = minus.args().get(1);
        if (left.exprKind().getKind() != Kind.IDENT || right.exprKind().getKind() != Kind.IDENT) {
            return false;
        }
        String name = left.ident().name() + "_" + right.ident().name();
        boolean meant = names.containsKey(name) && source.followsHyphen(right);
        if (meant) {
            mistake(left, "write '" + name + "': a hyphen is a minus in rules");
        }
        return meant;
    }

    private void loop(CelExpr part, Signature signature, int depth) {
        CelExpr variable = part.call().args().get(0);
        if (!loops.isEmpty()) {
            mistake(
                    part,
                    "'" + signature.id()
                            + "' is inside exists, all, filter or map; put them one after the other, or write two expectations");
            return;
        }
        if (variable.exprKind().getKind() != Kind.IDENT) {
            mistake(variable, "'" + signature.id() + "' first has a name for an item: " + signature.form());
            return;
        }
        String name = variable.ident().name();
        if (names.containsKey(name)) {
            mistake(variable, "'" + name + "' is a read or a parameter; take another name for an item");
            return;
        }
        loops.push(name);
        look(part.call().args().get(1), depth + 1);
        loops.pop();
    }

    private void arguments(CelExpr part, Signature signature) {
        List<CelExpr> arguments = part.call().args();
        CelExpr last = arguments.isEmpty() ? part : arguments.get(arguments.size() - 1);
        Optional<String> text = text(last);
        switch (signature) {
            case HAS -> {
                if (last.exprKind().getKind() != Kind.SELECT) {
                    mistake(last, "'has' asks for a field: " + signature.form());
                }
            }
            case MATCHES -> {
                if (text.isEmpty()) {
                    mistake(last, "the pattern has to be written in the rule; the matcher `matches` takes a parameter");
                } else {
                    pattern(last, text.get());
                }
            }
            case VERCMP ->
                text.filter(order -> arguments.size() == 3)
                        .filter(order -> VersionOrder.named(order).isEmpty())
                        .ifPresent(order -> mistake(
                                last,
                                "'" + order + "' is no order of versions; "
                                        + Suggestion.hint(
                                                order,
                                                Stream.of(VersionOrder.values())
                                                        .map(VersionOrder::id)
                                                        .toList())));
            default ->
                text.map(argument -> Functions.wrong(signature, argument))
                        .filter(wrong -> !wrong.isEmpty())
                        .ifPresent(wrong -> mistake(last, wrong));
        }
    }

    private static Optional<String> text(CelExpr part) {
        boolean written = part.exprKind().getKind() == Kind.CONSTANT
                && part.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return written ? Optional.of(part.constant().stringValue()) : Optional.empty();
    }

    private void pattern(CelExpr part, String text) {
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > Bounds.PROGRAM) {
                mistake(
                        part,
                        "the pattern is too large: " + pattern.programSize() + " steps, and " + Bounds.PROGRAM
                                + " are allowed");
            }
            patterns.put(text, pattern);
        } catch (PatternSyntaxException e) {
            mistake(part, "expected a regular expression in the syntax of RE2: " + e.getDescription());
        }
    }
}
