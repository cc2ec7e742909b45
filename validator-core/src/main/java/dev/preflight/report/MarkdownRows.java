package dev.preflight.report;

/** The lines of an entry as Markdown: a heading, and below it lists in lists. */
final class MarkdownRows implements EntryRows {
    private final StringBuilder out;
    private final Words words;

    MarkdownRows(StringBuilder out, Words words) {
        this.out = out;
        this.words = words;
    }

    @Override
    public void headline(int indent, String lead, ConsoleWriter.Style style, String text) {
        if (indent == 0) {
            out.append("\n#### ").append(lead).append(MarkdownText.of(text)).append("\n\n");
        } else {
            heading(indent, lead + text);
        }
    }

    @Override
    public void row(int indent, String label, String text) {
        if (!text.isEmpty()) {
            out.append(item(indent))
                    .append("- **")
                    .append(words.of("label." + label))
                    .append("** ");
            out.append(MarkdownText.of(text)).append('\n');
        }
    }

    @Override
    public void more(int indent, ConsoleWriter.Style style, String text) {
        next(indent, text);
    }

    @Override
    public void next(int indent, String text) {
        out.append('\n').append(below(indent)).append(MarkdownText.block(text)).append('\n');
    }

    @Override
    public void commands(int indent, String commands) {
        out.append('\n').append(MarkdownText.code(below(indent), "sh", commands));
    }

    @Override
    public void heading(int indent, String text) {
        out.append(item(indent)).append("- **").append(MarkdownText.of(text)).append("**\n");
    }

    /** Lists have no gaps: a list in another ends there. */
    @Override
    public void gap() {}

    /** Where an item begins: within the one above it, so that it belongs to that. */
    private static String item(int indent) {
        return "  ".repeat(indent / INDENT - 1);
    }

    /** Where the text of an item begins. */
    private static String below(int indent) {
        return item(indent) + "  ";
    }
}
