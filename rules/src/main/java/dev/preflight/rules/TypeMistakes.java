package dev.preflight.rules;

import dev.cel.common.CelIssue;
import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in our words which types do not go together. The library says it in a text, which is taken apart here. */
final class TypeMistakes {
    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']+)' applied to '(.*?)'(?: \\(candidates.*)?", Pattern.DOTALL);

    private static final Pattern NO_FIELD = Pattern.compile("undefined field '(.*)'", Pattern.DOTALL);
    private static final Pattern NO_FIELDS =
            Pattern.compile("type '(.*)' does not support field selection", Pattern.DOTALL);
    private static final Pattern NO_RANGE =
            Pattern.compile("expression of type '(.*)' cannot be range of a comprehension.*", Pattern.DOTALL);

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> LOGIC = Set.of("&&", "||", "!", "?:");

    private final Source source;
    private final Written written;
    private final RuleTypes types;

    TypeMistakes(Source source, Written written, RuleTypes types) {
        this.source = source;
        this.written = written;
        this.types = types;
    }

    Mistake of(CelIssue issue) {
        return new Mistake(source.at(issue), said(issue));
    }

    private String said(CelIssue issue) {
        String text = issue.getMessage();
        Matcher overload = NO_OVERLOAD.matcher(text);
        if (overload.matches()) {
            return applied(overload.group(1), arguments(overload.group(2)));
        }
        Matcher field = NO_FIELD.matcher(text);
        if (field.matches()) {
            return noField(written.operand(source.place(issue)), field.group(1));
        }
        Matcher fields = NO_FIELDS.matcher(text);
        if (fields.matches()) {
            String operand = written.operand(source.place(issue));
            return (operand.isEmpty() ? "this" : "'" + operand + "'") + " is " + TypeNames.a(fields.group(1))
                    + " and has no fields";
        }
        Matcher range = NO_RANGE.matcher(text);
        if (range.matches()) {
            return "exists, all, filter and map look at a list, and this is " + TypeNames.a(range.group(1));
        }
        return "this cannot be computed: " + text;
    }

    private String noField(String operand, String field) {
        List<String> fields = types.lack(field).map(RuleTypes.Lack::fields).orElse(List.of());
        String near = Suggestion.nearest(field, fields)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(".");
        return (operand.isEmpty() ? "the row" : "'" + operand + "'") + " has no field '" + field + "'" + near
                + (fields.isEmpty() ? "" : " It has: " + String.join(", ", fields));
    }

    private static String applied(String function, List<String> types) {
        Optional<Signature> signature = Signature.named(function);
        if (signature.isPresent()) {
            return "'" + function + "' takes " + signature.get().takes() + ", not "
                    + String.join(" and ", types.stream().map(TypeNames::a).toList());
        }
        String sign =
                function.equals("_?_:_") ? "?:" : function.replace("_", "").replace("@", "");
        if (LOGIC.contains(sign)) {
            return logic(sign, types);
        }
        if (sign.equals("[]")) {
            return TypeNames.a(types.get(0)) + " has no item at " + TypeNames.a(types.get(types.size() - 1));
        }
        if (sign.equals("in")) {
            return "looks for " + TypeNames.a(types.get(0)) + " in " + TypeNames.a(types.get(types.size() - 1))
                    + "; `in` takes a list of the same type, or a row";
        }
        String shown = types.size() == 1
                ? sign + " " + TypeNames.of(types.get(0))
                : TypeNames.of(types.get(0)) + " " + sign + " " + TypeNames.of(types.get(1));
        String advice = advice(sign, types);
        return shown + (advice.isEmpty() ? ": these do not go together" : "; " + advice);
    }

    private static String logic(String sign, List<String> types) {
        String first =
                types.stream().filter(type -> !type.equals("bool")).findFirst().orElse("bool");
        if (sign.equals("?:") && types.get(0).equals("bool")) {
            return "?: gives " + TypeNames.a(types.get(1)) + " or " + TypeNames.a(types.get(2))
                    + "; both have to be of one type";
        }
        return sign + " takes conditions, and here is " + TypeNames.a(first) + "; compare it with something";
    }

    private static String advice(String sign, List<String> types) {
        if (types.contains("version")) {
            return "compare versions with vercmp(a, b), as in vercmp(a, '1.10') >= 0";
        }
        if (types.contains("google.protobuf.Timestamp")) {
            return "compare a date by days_until(date)";
        }
        boolean text = types.contains("string");
        if (text && types.contains("int")) {
            return "convert with " + (sign.equals("+") ? "string(...)" : "int(...)");
        }
        if (types.contains("double") && (text || types.contains("int"))) {
            return "convert with double(...)";
        }
        if (sign.equals("+") && types.stream().allMatch(type -> type.startsWith("list("))) {
            return "lists are not joined; ask of each of them";
        }
        boolean texts = text && types.stream().allMatch(type -> type.equals("string") || type.equals("dyn"));
        return texts && COMPARISONS.contains(sign)
                ? "text has no order; compare numbers with int(...), versions with vercmp(a, b)"
                : "";
    }

    /** The types in {@code (int, list(string))}, or in {@code string.(string)}. */
    static List<String> arguments(String text) {
        List<String> types = new ArrayList<>();
        int open = text.startsWith("(") ? 0 : text.indexOf(".(");
        if (open > 0) {
            types.add(text.substring(0, open));
            open++;
        }
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = depth == 0 && (c == ',' || c == ')');
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (ends) {
                types.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        types.removeIf(String::isEmpty);
        return types;
    }
}
