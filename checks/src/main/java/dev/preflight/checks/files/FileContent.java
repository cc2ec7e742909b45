package dev.preflight.checks.files;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.define.Expected;
import dev.preflight.define.match.Answer;
import dev.preflight.define.match.Fields;
import dev.preflight.define.read.Asked;
import dev.preflight.define.value.Value;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the content of a path that is there; nothing if it is as required. */
final class FileContent {
    /** What an editor of Windows begins a file with: the byte order mark, U+FEFF. */
    private static final String MARK = "\uFEFF";

    private final String path;
    private final FileLimits limits;
    private final HostFacts facts;

    FileContent(String path, FileLimits limits, HostFacts facts) {
        this.path = path;
        this.limits = limits;
        this.facts = facts;
    }

    Optional<Judgement> digest() {
        return limits.digest()
                .flatMap(wanted -> read(FileStateCheck.digest(path))
                        .fold(
                                value -> {
                                    String found = value instanceof Value.Row row ? shown(row) : "";
                                    return found.equals(wanted.hex())
                                            ? Optional.empty()
                                            : Optional.of(wrong().with("digest", found)
                                                    .with("wantedDigest", wanted.hex()));
                                },
                                missing -> Optional.of(unknown(missing))));
    }

    private static String shown(Value.Row digest) {
        return Fields.at(digest, "sha256") instanceof Value.Text text ? text.text() : "";
    }

    Optional<Judgement> text() {
        return limits.content().flatMap(expected -> {
            Asked<?> asked = FileStateCheck.content(path, expected.form());
            return read(asked).fold(value -> text(expected, value), missing -> Optional.of(said(asked, missing)));
        });
    }

    private Optional<Judgement> text(Expected expected, Value value) {
        Answer answer = expected.test(value);
        if (answer.holds()) {
            return Optional.empty();
        }
        if (answer.unknown()) {
            return Optional.of(otherForm(path + ": " + answer.detail()));
        }
        return Optional.of(wrong().with("found", expected.found(value))
                .with("marks", String.join(", ", marks()))
                .with("content", expected.required()));
    }

    /** What is in the file, and makes no value in the form that the profile says. */
    private Judgement said(Asked<?> asked, Reading.Missing<?> missing) {
        boolean other = missing.reason() == Reason.FORMAT_MISMATCH && asked.misread(facts);
        return other ? otherForm(missing.detail()) : unknown(missing);
    }

    private Judgement otherForm(String mismatch) {
        return unknown(new Reading.Missing<>(Reason.FORMAT_MISMATCH, mismatch)).with("mismatch", mismatch);
    }

    /** What an editor does not show, and by which words differ that look the same. */
    private List<String> marks() {
        String text = read(FileStateCheck.whole(path))
                .fold(value -> value instanceof Value.Text plain ? plain.text() : "", missing -> "");
        List<String> marks = new ArrayList<>();
        if (text.startsWith(MARK)) {
            marks.add("BOM");
        }
        if (text.contains("\r\n")) {
            marks.add("CRLF");
        }
        return marks;
    }

    private Reading<Value> read(Asked<?> asked) {
        return asked.in(facts).flatMap(answer -> Reading.got(answer.value()));
    }

    private Judgement wrong() {
        return Judgement.fail("wrong-content", Subject.of("path", path)).with("path", path);
    }

    /** It is there, so what is missing is the right to read it. */
    private Judgement unknown(Reading.Missing<?> missing) {
        Reading.Missing<?> said = missing.reason() == Reason.NO_PERMISSION
                ? new Reading.Missing<>(Reason.NOT_READABLE, "Permission denied: " + missing.detail())
                : missing;
        return Judgement.unknown(said, Subject.of("path", path));
    }
}
