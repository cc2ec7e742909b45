package dev.preflight.report;

import dev.preflight.api.Remedy;

/** Writes what can be done about a finding, with the commands that do it and those that take them back. */
record EntryRemedies(EntryRows rows, Words words) {
    /** All remedies, each with its commands. */
    void write(int indent, FindingTexts texts) {
        boolean first = true;
        for (RemedyTexts remedy : texts.remedies()) {
            if (first && texts.action().isEmpty()) {
                rows.row(indent, "action", remedy.text());
            } else if (!remedy.text().equals(texts.action())) {
                rows.more(
                        indent,
                        ConsoleWriter.Style.PLAIN,
                        first ? remedy.text() : words.of(remedy.joined()) + " " + remedy.text());
            }
            first = false;
            commands(indent, remedy);
        }
    }

    private void commands(int indent, RemedyTexts texts) {
        Remedy remedy = texts.remedy();
        if (remedy.effect() == Remedy.Effect.MANUAL) {
            return;
        }
        if (texts.command().isEmpty()) {
            rows.more(indent, ConsoleWriter.Style.PLAIN, words.of("remedy.unsafe"));
            return;
        }
        rows.more(indent, ConsoleWriter.Style.DIM, runBy(remedy));
        rows.commands(indent, texts.command());
        if (texts.undo().isEmpty()) {
            rows.more(indent, ConsoleWriter.Style.DIM, words.of("remedy.once"));
        } else {
            rows.more(indent, ConsoleWriter.Style.DIM, words.of("remedy.undo"));
            rows.commands(indent, texts.undo());
        }
    }

    private String runBy(Remedy remedy) {
        if (remedy.privilege() == Remedy.Privilege.ROOT) {
            return words.of("remedy.run.root");
        }
        return remedy.user()
                .map(user -> words.of("remedy.run.named", "user", user))
                .orElseGet(() -> words.of("remedy.run.user"));
    }
}
