package dev.preflight.report;

import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A line of a table of findings, as RFC 4180 has it; no cell of it is a formula. */
final class CsvRow {
    /** The columns, in their order; new ones go to the end, and none is renamed or goes. */
    enum Column {
        HOST("host"),
        PEER("peer"),
        CHECK("check"),
        INSTANCE("instance"),
        SUBJECT("subject"),
        OUTCOME("outcome"),
        JUDGED("judged"),
        SEVERITY("severity"),
        CODE("code"),
        OBSERVED("observed"),
        REQUIRED("required"),
        WHY("why"),
        ACTION("action"),
        COMMAND("command"),
        PRIVILEGE("privilege"),
        UNDO("undo"),
        FINGERPRINT("fingerprint"),
        WAIVED_UNTIL("waivedUntil"),
        WAIVER_OWNER("waiverOwner"),
        WAIVER_REASON("waiverReason");

        private final String title;

        Column(String title) {
            this.title = title;
        }
    }

    /**
     * What begins a formula in a spreadsheet, in half and full width: "CSV Injection" of OWASP. A tab or the end of a line
     * at the beginning is skipped by some; so is a blank.
     */
    private static final String FORMULA = "=+-@＝＋－＠";

    private final Map<Column, String> cells = new EnumMap<>(Column.class);

    /** The first line. */
    static CsvRow header() {
        CsvRow header = new CsvRow();
        for (Column column : Column.values()) {
            header.with(column, column.title);
        }
        return header;
    }

    /** Sets a cell; one that is not set is empty. */
    CsvRow with(Column column, String text) {
        cells.put(column, text);
        return this;
    }

    /** Sets a cell to the id of a constant. */
    CsvRow with(Column column, Enum<?> constant) {
        return with(column, constant.name().toLowerCase(Locale.ROOT));
    }

    void write(Writer out) throws IOException {
        String comma = "";
        for (Column column : Column.values()) {
            out.append(comma).append(quoted(harmless(cells.getOrDefault(column, ""))));
            comma = ",";
        }
        out.append("\r\n");
    }

    /** The same text, behind an apostrophe if a spreadsheet would calculate it. */
    private static String harmless(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String begun = text.strip();
        boolean formula = !begun.isEmpty() && FORMULA.indexOf(begun.charAt(0)) >= 0;
        boolean control = text.charAt(0) < ' ';
        return formula || control ? "'" + text : text;
    }

    /** In quotes but for plain words: there are spreadsheets that part cells at semicolons and tabs. */
    private static String quoted(String text) {
        boolean plain = text.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-_.:/".indexOf(c) >= 0);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
