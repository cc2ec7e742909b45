package dev.preflight.app;

/** Lines of YAML, with comments that are wrapped. */
final class CommentedText {
    /** What fits on the narrowest terminal that people use. */
    private static final int COLUMNS = 80;

    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    void indented() {
        indent = "  ";
    }

    void outdented() {
        indent = "";
    }

    void line(String line) {
        text.append(line.isEmpty() ? "" : indent + line).append('\n');
    }

    void literal(String words) {
        line("#   " + words);
    }

    void comment(String words) {
        StringBuilder line = new StringBuilder("#");
        for (String word : words.split(" ")) {
            if (indent.length() + line.length() + 1 + word.length() > COLUMNS) {
                line(line.toString());
                line = new StringBuilder("#");
            }
            line.append(word.isEmpty() ? "" : " " + word);
        }
        line(line.toString());
    }

    String text() {
        return text.toString();
    }
}
