package dev.preflight.checks.files;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.settings.ListFileSettings;
import dev.preflight.checks.settings.ListFileSettings.ListFileSetting;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every declared list has one item per line, of its type, and the right number of items. Three addresses on one line made a
 * consumer try again without end and log 500 GB a day; and the corrected copy was not the file that was served.
 *
 * <p>Source: the incident in docs/incidents.md. What is served at an address is fetched by the host that uses it.
 */
public final class ListFileFormatCheck implements HostCheck<ListFileFormatCheck.Params> {
    /** How many lines a finding quotes. */
    private static final int QUOTED = 3;

    /** Parameters. */
    public record Params(
            @FromSetting(in = ListFileSettings.class) List<ListFileSetting> listFiles,

            @Param(
                    value = "Items that lists may hold, such as the addresses of the inventory; empty: not judged",
                    example = "[10.16.11.1, 10.16.11.2]",
                    kind = Kind.THRESHOLD)
            List<String> knownItems) {
        /** The types of items are read here, so that a wrong one is an error of the profile. */
        public Params {
            listFiles = List.copyOf(listFiles);
            knownItems = List.copyOf(knownItems);
            listFiles.forEach(file -> ItemType.parse(file.item()));
            if (listFiles.stream()
                    .anyMatch(file -> file.path().isEmpty() && file.url().isEmpty())) {
                throw new IllegalArgumentException("each of list_files names a path, a url, or both");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("list-file-format", Params.class, Severity.BLOCKER)
            .code("unset", Severity.INFO)
            .code("not-consumer", Severity.INFO)
            .code("not-there")
            .code("not-served")
            .code("empty")
            .code("several-per-line")
            .code("wrong-type")
            .code("too-few")
            .code("too-many")
            .code("crlf", Severity.WARNING)
            .code("byte-order-mark", Severity.WARNING)
            .code("blanks", Severity.WARNING)
            .code("repeated", Severity.WARNING)
            .code("no-final-newline", Severity.WARNING)
            .code("not-known", Severity.WARNING)
            .code("differs", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        for (ListFileSetting file : params.listFiles()) {
            needs = path(file).map(needs::each).orElse(needs);
            needs = url(file).map(needs::each).orElse(needs);
        }
        return needs;
    }

    private static Optional<FactRequest<ListFile>> path(ListFileSetting file) {
        return file.path().isEmpty() ? Optional.empty() : Optional.of(ListFile.at(file.path()));
    }

    private static Optional<FactRequest<ListFile>> url(ListFileSetting file) {
        return file.url().isEmpty() ? Optional.empty() : Optional.of(ListFile.from(file.url(), file.consumerHost()));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        if (params.listFiles().isEmpty()) {
            return List.of(Judgement.notApplicable("unset", Subject.of("setting", "list_files")));
        }
        List<Judgement> judgements = new ArrayList<>();
        for (ListFileSetting file : params.listFiles()) {
            path(file)
                    .ifPresent(request ->
                            judgements.addAll(one(facts, request, Subject.of("file", file.path()), file, params)));
            url(file)
                    .ifPresent(request ->
                            judgements.addAll(one(facts, request, Subject.of("url", file.url()), file, params)));
            difference(facts, file).ifPresent(judgements::add);
        }
        return judgements;
    }

    private static List<Judgement> one(
            HostFacts facts, FactRequest<ListFile> request, Subject subject, ListFileSetting file, Params params) {
        Reading<ListFile> reading = facts.reading(request);
        List<Judgement> found = reading.fold(
                list -> judged(list, subject, file, params, facts.host().name()),
                missing -> List.of(Judgement.unknown(missing, subject)));
        return found.stream()
                .map(judgement -> judgement.with("where", subject.name()).basedOn(request))
                .toList();
    }

    private static List<Judgement> judged(
            ListFile list, Subject subject, ListFileSetting file, Params params, String host) {
        return switch (list.state()) {
            case ABSENT -> List.of(Judgement.fail("not-there", subject));
            case NOT_SERVED -> List.of(Judgement.fail("not-served", subject).with("said", list.said()));
            case ELSEWHERE ->
                // A host of that name in the inventory which calls itself otherwise: neither may stay unmeasured.
                host.equals(file.consumerHost())
                        ? List.of(Judgement.unknown(Reason.AMBIGUOUS, subject).with("consumer", file.consumerHost()))
                        : List.of(
                                Judgement.notApplicable("not-consumer", subject).with("consumer", file.consumerHost()));
            case CONTENT -> content(list.text(), subject, file, params);
        };
    }

    private static List<Judgement> content(String text, Subject subject, ListFileSetting file, Params params) {
        ListedItems list = ListedItems.of(text, ItemType.parse(file.item()), file.allowComments());
        List<Judgement> said = new ArrayList<>();
        boolean empty = list.items().isEmpty() && list.several().isEmpty();
        if (empty && file.min() > 0) {
            said.add(Judgement.fail("empty", subject).with("min", Arg.count(file.min())));
        }
        if (!list.several().isEmpty()) {
            said.add(split(Judgement.fail("several-per-line", subject).with("lines", quoted(list.several())), subject));
        }
        if (!list.wrong().isEmpty()) {
            said.add(Judgement.fail("wrong-type", subject)
                    .with("lines", quoted(list.wrong()))
                    .with("item", file.item()));
        }
        // The items can be counted only when each has a line of its own.
        if (list.several().isEmpty() && !empty && list.items().size() < file.min()) {
            said.add(count("too-few", subject, list, file));
        }
        if (list.several().isEmpty() && file.max() > 0 && list.items().size() > file.max()) {
            said.add(count("too-many", subject, list, file));
        }
        said.addAll(spelling(list, subject));
        List<String> unknown = list.items().stream()
                .filter(item ->
                        !params.knownItems().isEmpty() && !params.knownItems().contains(item))
                .toList();
        if (!unknown.isEmpty()) {
            said.add(Judgement.warning("not-known", subject).with("lines", quoted(unknown)));
        }
        return said.isEmpty()
                ? List.of(Judgement.pass(subject)
                        .with("count", Arg.count(list.items().size())))
                : said;
    }

    /** What a program that reads lines may stumble over. */
    private static List<Judgement> spelling(ListedItems list, Subject subject) {
        List<Judgement> said = new ArrayList<>();
        if (list.carriageReturns()) {
            said.add(split(Judgement.warning("crlf", subject), subject));
        }
        if (list.bom()) {
            said.add(Judgement.warning("byte-order-mark", subject));
        }
        if (list.blanks()) {
            said.add(split(Judgement.warning("blanks", subject), subject));
        }
        if (!list.repeated().isEmpty()) {
            said.add(Judgement.warning("repeated", subject).with("lines", quoted(list.repeated())));
        }
        if (list.unended()) {
            said.add(Judgement.warning("no-final-newline", subject));
        }
        return said;
    }

    private static Judgement count(String code, Subject subject, ListedItems list, ListFileSetting file) {
        return Judgement.fail(code, subject)
                .with("count", Arg.count(list.items().size()))
                .with("min", Arg.count(file.min()))
                .with("max", Arg.count(file.max()));
    }

    /** What an address gives is mended where it is served. */
    private static Judgement split(Judgement judgement, Subject subject) {
        return subject.kind().equals("file")
                ? judgement.withRemedy(
                        Remedy.confirm("one-a-line", Privilege.ROOT).with("path", Arg.text(subject.name())))
                : judgement;
    }

    private static Arg quoted(List<String> lines) {
        return Arg.texts(lines.subList(0, Math.min(QUOTED, lines.size())));
    }

    /** The file that was corrected need not be the one that is served. */
    private static Optional<Judgement> difference(HostFacts facts, ListFileSetting file) {
        Optional<ListFile> here = path(file).flatMap(request -> contentOf(facts, request));
        Optional<ListFile> served = url(file).flatMap(request -> contentOf(facts, request));
        return here.isPresent()
                        && served.isPresent()
                        && !here.get().text().equals(served.get().text())
                ? Optional.of(Judgement.warning("differs", Subject.of("file", file.path()))
                        .with("where", file.path())
                        .with("url", file.url())
                        .basedOn(ListFile.at(file.path()))
                        .basedOn(ListFile.from(file.url(), file.consumerHost())))
                : Optional.empty();
    }

    private static Optional<ListFile> contentOf(HostFacts facts, FactRequest<ListFile> request) {
        return facts.reading(request)
                .fold(
                        list -> list.state() == ListFile.State.CONTENT ? Optional.of(list) : Optional.empty(),
                        missing -> Optional.empty());
    }
}
