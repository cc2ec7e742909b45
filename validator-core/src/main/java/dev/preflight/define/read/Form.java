package dev.preflight.define.read;

import dev.preflight.api.LinePattern;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a text becomes a value: {@code as:} of a profile with its options. Nothing of it travels to a host. */
public sealed interface Form {
    /** The type of what it gives. */
    ValueType type();

    /** The whole text as one value: {@code text}, {@code number}, {@code size} and the other types of a field. */
    record Plain(FieldType as, String listSeparator) implements Form {
        /** As text. */
        public static final Plain TEXT = new Plain(FieldType.TEXT, ",");

        @Override
        public ValueType type() {
            return as.type();
        }
    }

    /** A whole number where the text is one, else text: a setting of the kernel, whose type no list tells. */
    record Auto() implements Form {
        @Override
        public ValueType type() {
            return Simple.ANY;
        }
    }

    /** A list of the lines. */
    record Lines() implements Form {
        @Override
        public ValueType type() {
            return new ListOf(Simple.TEXT);
        }
    }

    /**
     * A text or its lines, without those that are comments.
     *
     * @param comment what such a line begins with, behind blanks; empty: there are none
     * @param form of what is left
     */
    record Uncommented(String comment, Form form) implements Form {
        @Override
        public ValueType type() {
            return form.type();
        }
    }

    /**
     * A line a field: its name, a separator, its text.
     *
     * @param separator a blank stands for any blanks and tabs
     * @param comment what a line begins with that is none; empty: there are no comments
     */
    record KeyValue(String separator, String comment, Repeated repeated, FieldTypes types) implements Form {
        @Override
        public ValueType type() {
            return types.row(FieldTypes.Dots.NONE);
        }
    }

    /**
     * Sections of fields, as systemd reads them; lines that begin with {@code #} or {@code ;} are none. Fields before the
     * first section are fields of the row itself.
     *
     * @param dropins whether the files of the same name's {@code .d} are read behind it, in the order of systemd.unit(5); a
     *     field of a later file then replaces that of an earlier one, and an empty one begins anew
     */
    record Ini(boolean dropins, Repeated repeated, FieldTypes types) implements Form {
        @Override
        public ValueType type() {
            return types.row(FieldTypes.Dots.LAST);
        }
    }

    /**
     * A line a row of columns.
     *
     * @param columns their names
     * @param rest whether the last column is a list of all that is left
     * @param separator a blank stands for any blanks and tabs, which a line may begin with
     * @param skip lines that are headings
     * @param comment what a line begins with that is none; empty: there are no comments
     */
    record Table(List<String> columns, boolean rest, String separator, int skip, String comment, FieldTypes types)
            implements Form {
        public Table {
            columns = List.copyOf(columns);
        }

        @Override
        public ValueType type() {
            Map<String, ValueType> fields = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                boolean list = rest && i == columns.size() - 1;
                fields.put(
                        columns.get(i),
                        list
                                ? new ListOf(Simple.TEXT)
                                : types.of(columns.get(i)).type());
            }
            return new ListOf(new RowOf(fields, false));
        }
    }

    /**
     * The named groups of a pattern that matches a line.
     *
     * @param all whether each line that matches is a row of a list, and not the first one alone the value
     */
    record Match(LinePattern pattern, boolean all, FieldTypes types) implements Form {
        @Override
        public ValueType type() {
            Map<String, ValueType> fields = new LinkedHashMap<>();
            pattern.groups().forEach(group -> fields.put(group, types.of(group).type()));
            RowOf row = new RowOf(fields, false);
            return all ? new ListOf(row) : row;
        }
    }

    /**
     * One document of JSON or YAML.
     *
     * @param at the part that is the value
     * @param types of its fields, or of those of each part; then it is a row
     */
    record Document(Language language, DocumentPath at, FieldTypes types) implements Form {
        /** The language of a document. */
        public enum Language {
            JSON,
            YAML
        }

        @Override
        public ValueType type() {
            ValueType part = types.byField().isEmpty() ? Simple.ANY : types.row(FieldTypes.Dots.ALL);
            return at.severalParts() ? new ListOf(part) : part;
        }
    }
}
