package dev.preflight.define.read;

import dev.preflight.define.value.Value;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of a document of JSON or YAML, or of a part of it. What is null is no field of its row, and absent as an
 * element of a list or as the whole.
 */
final class DocumentText {
    /** Whole numbers of more digits need a type that 64 bits hold. */
    private static final int MOST_DIGITS = 100;

    /** More than 256 KiB of a document without aliases hold. */
    private static final int MOST_VALUES = 256 * 1024;

    private final FieldTypes types;
    private int values;

    private DocumentText(FieldTypes types) {
        this.types = types;
    }

    static Value of(Form.Document form, String text) throws FormMismatch {
        Problems problems = new Problems();
        Optional<Node> root = form.language() == Form.Document.Language.JSON
                ? JsonText.parse("", text, problems)
                : YamlText.parse("", text, problems);
        if (!problems.none()) {
            Problem first = problems.all().get(0);
            throw FormMismatch.of("not valid " + form.language() + " (line "
                    + first.place().line() + ", column " + first.place().column() + "): "
                    + first.message().replaceFirst("^not valid (JSON|YAML): ", ""));
        }
        if (root.isEmpty()) {
            throw FormMismatch.of("expected a document, found nothing");
        }
        return new DocumentText(form.types()).part(root.get(), form.at().steps(), "");
    }

    private Value part(Node node, List<DocumentPath.Step> steps, String path) throws FormMismatch {
        if (steps.isEmpty()) {
            return value(node, "");
        }
        List<DocumentPath.Step> rest = steps.subList(1, steps.size());
        if (isNull(node)) {
            return new Value.Absent();
        }
        if (steps.get(0) instanceof DocumentPath.Step.Field field) {
            if (!(node instanceof Node.Mapping mapping)) {
                throw wrong(node, path, "fields, such as " + field.name());
            }
            Optional<Node> next = once(mapping, field.name());
            return next.isEmpty() ? new Value.Absent() : part(next.get(), rest, path + "." + field.name());
        }
        if (!(node instanceof Node.Sequence list)) {
            throw wrong(node, path, "a list");
        }
        if (steps.get(0) instanceof DocumentPath.Step.Element element) {
            int at = element.index();
            return at < list.items().size()
                    ? part(list.items().get(at), rest, path + "[" + at + "]")
                    : new Value.Absent();
        }
        return every(list, rest, path);
    }

    /** The parts of all elements, in one list also where there are lists in lists; what an element lacks is not in it. */
    private Value every(Node.Sequence list, List<DocumentPath.Step> rest, String path) throws FormMismatch {
        List<Value> parts = new ArrayList<>();
        boolean inner = rest.stream().anyMatch(step -> step instanceof DocumentPath.Step.Every);
        for (Node item : list.items()) {
            Value part = part(item, rest, path + "[]");
            if (inner && part instanceof Value.Items items) {
                parts.addAll(items.values());
            } else if (!(part instanceof Value.Absent)) {
                parts.add(part);
            }
            checkSize(parts.size());
        }
        return new Value.Items(parts);
    }

    private static void checkSize(int size) throws FormMismatch {
        if (size > FieldText.MOST) {
            throw FormMismatch.more("a list has more than " + FieldText.MOST + " elements");
        }
    }

    private static Optional<Node> once(Node.Mapping mapping, String name) throws FormMismatch {
        List<Node.Entry> found = mapping.entries().stream()
                .filter(entry -> entry.key().equals(name))
                .toList();
        if (found.size() > 1) {
            throw FormMismatch.of("key " + name + " is there twice")
                    .at("line " + found.get(1).keyPlace().line());
        }
        return found.stream().findFirst().map(Node.Entry::value);
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.NULL;
    }

    private static FormMismatch wrong(Node node, String path, String expected) {
        return FormMismatch.of("expected " + expected + ", found " + node.kind())
                .at("line " + node.place().line() + ", field " + (path.isEmpty() ? "." : path));
    }

    /** The value of a node, whose fields have the types of this path and those below. */
    private Value value(Node node, String path) throws FormMismatch {
        // An alias of YAML is a few characters, and may stand for many values.
        if (++values > MOST_VALUES) {
            throw FormMismatch.more("more than " + MOST_VALUES + " values");
        }
        FieldType type = types.byField().get(path);
        if (node instanceof Node.Scalar scalar) {
            return scalar(scalar, path, type);
        }
        if (node instanceof Node.Sequence && types.isRow(path)) {
            throw wrong(node, path, "fields");
        }
        if (type != null && !(type == FieldType.LIST && node instanceof Node.Sequence)) {
            throw wrong(node, path, "one of " + type.word());
        }
        if (node instanceof Node.Sequence list) {
            checkSize(list.items().size());
            List<Value> items = new ArrayList<>();
            for (Node item : list.items()) {
                items.add(type == null ? value(item, path) : text(item, path));
            }
            return new Value.Items(items);
        }
        Map<String, Value> row = new LinkedHashMap<>();
        for (Node.Entry entry : ((Node.Mapping) node).entries()) {
            if (row.containsKey(entry.key())) {
                throw FormMismatch.of("key " + entry.key() + " is there twice")
                        .at("line " + entry.keyPlace().line());
            }
            Value value = value(entry.value(), path.isEmpty() ? entry.key() : path + "." + entry.key());
            if (!(value instanceof Value.Absent)) {
                Forms.put(row, entry.key(), value);
            }
        }
        return new Value.Row(row);
    }

    /** An element of what a profile says is a list of texts. */
    private static Value text(Node item, String path) throws FormMismatch {
        if (!(item instanceof Node.Scalar scalar) || isNull(item)) {
            throw wrong(item, path, "texts");
        }
        return new Value.Text(scalar.text());
    }

    private Value scalar(Node.Scalar scalar, String path, @Nullable FieldType type) throws FormMismatch {
        if (scalar.type() == Node.ScalarType.NULL) {
            return new Value.Absent();
        }
        if (types.isRow(path)) {
            throw wrong(scalar, path, "fields");
        }
        try {
            return type == null ? plain(scalar) : FieldText.of(type, scalar.text(), types.listSeparator());
        } catch (FormMismatch e) {
            throw e.at("line " + scalar.place().line() + (path.isEmpty() ? "" : ", field " + path));
        }
    }

    private static Value plain(Node.Scalar scalar) throws FormMismatch {
        String text = scalar.text();
        return switch (scalar.type()) {
            case BOOLEAN -> FieldText.of(FieldType.BOOL, text, ",");
            case INTEGER -> FieldText.auto(text) instanceof Value.Whole whole ? whole : decimal(text);
            case DECIMAL -> decimal(text);
            default -> new Value.Text(text);
        };
    }

    /** Of a number with an exponent a few characters could stand for millions of digits. */
    private static Value decimal(String text) throws FormMismatch {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS) {
                return new Value.Decimal(number);
            }
        } catch (NumberFormatException e) {
            // Such as .inf of YAML.
        }
        throw FormMismatch.expected("a number of at most " + MOST_DIGITS + " digits", text);
    }
}
