package dev.preflight.checks.files;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.define.read.Asked;
import dev.preflight.define.read.Form;
import dev.preflight.define.read.Read;
import dev.preflight.define.read.Reads;
import dev.preflight.define.read.Source;
import dev.preflight.define.read.Stats;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files and directories are as a platform requires: there or not, of a type, a mode, an owner, with a content. A key that
 * all can read, or a file that the installer cannot, shows itself late. What a path is comes from one probe for all rows,
 * and a content from one of its own. Sources: inode(7), path_resolution(7).
 */
public final class FileStateCheck implements HostCheck<FileStateCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required of each path",
                    example =
                            "{/etc/platform/key: {mode: {lacks: 0077}, owner: root}, /etc/platform/off: {exists: false}}",
                    shape = Shape.FILE,
                    kind = Kind.LOCATOR)
            Rows<FileLimits> require) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("file-state", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("absent")
            .code("present")
            .code("wrong-type")
            .code("wrong-mode")
            .code("wrong-owner")
            .code("wrong-content")
            .code("parent-blocks");

    private static final Fact<Stats> STATS = Stats.fact("file-state");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().each(stats(params));
        for (Rows.Row<FileLimits> row : params.require().all()) {
            for (FactRequest<?> request : contents(row)) {
                needs = needs.each(request);
            }
        }
        return needs;
    }

    /** Also of the directories above: one of them may be in the way. */
    private static FactRequest<Stats> stats(Params params) {
        return Stats.of(
                STATS, params.require().asked(row -> Stream.concat(Stream.of(row.key()), above(row.key()).stream())));
    }

    /** The directories above a path, the nearest one first. */
    static List<String> above(String path) {
        List<String> above = new ArrayList<>();
        for (int cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
            above.add(path.substring(0, cut));
        }
        above.add("/");
        return above;
    }

    private static List<FactRequest<?>> contents(Rows.Row<FileLimits> row) {
        List<FactRequest<?>> requests = new ArrayList<>();
        row.limits().digest().ifPresent(digest -> requests.add(digest(row.key()).request()));
        row.limits()
                .content()
                .ifPresent(content ->
                        requests.add(content(row.key(), content.form()).request()));
        return requests;
    }

    /** The text of a path in this form; lines that are comments do not count, unless the form says what begins one. */
    static Asked<?> content(String path, Form form) {
        boolean ofText = form.equals(Form.Plain.TEXT) || form instanceof Form.Lines || form instanceof Form.Match;
        return read(path, ofText ? new Form.Uncommented("#", form) : form, false);
    }

    /** The text of a path, with all that is in it. */
    static Asked<?> whole(String path) {
        return read(path, Form.Plain.TEXT, false);
    }

    /** The digest of what a path holds. */
    static Asked<?> digest(String path) {
        return read(path, Form.Plain.TEXT, true);
    }

    private static Asked<?> read(String path, Form form, boolean secret) {
        return Reads.askedAsRootIfPossible(
                "file-content", new Read(new Source.File(List.of(path)), form, false, secret, Read.LIMIT));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        FactRequest<Stats> stats = stats(params);
        return params.require().all().stream()
                .flatMap(row -> new FileRow(row, facts, facts.reading(stats))
                        .judged().stream().map(said -> based(said, stats, contents(row))))
                .toList();
    }

    private static Judgement based(Judgement said, FactRequest<Stats> stats, List<FactRequest<?>> contents) {
        Judgement based = said.basedOn(stats);
        for (FactRequest<?> request : contents) {
            based = based.basedOn(request);
        }
        return based;
    }
}
