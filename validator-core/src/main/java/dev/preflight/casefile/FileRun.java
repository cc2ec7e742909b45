package dev.preflight.casefile;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.engine.Rejudging;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one test file: its cases, then what the cases should notice, then what they reach. */
final class FileRun {
    private final ProfileTests.PreparedFile file;
    private final Catalogue catalogue;
    private final TestOptions options;

    FileRun(ProfileTests.PreparedFile file, Catalogue catalogue, TestOptions options) {
        this.file = file;
        this.catalogue = catalogue;
        this.options = options;
    }

    /**
     * A case that was judged.
     *
     * @param prepared the case
     * @param judging its evidence, parsed
     * @param comparison with what is expected
     */
    record Judged(PreparedCase prepared, Rejudging judging, Comparison comparison) {
        String name() {
            return prepared.test().name();
        }

        /** The hosts that an instance looks at by itself in this case. */
        List<String> hosts(CheckInstance<?> instance) {
            return judging.hosts().stream()
                    .filter(host -> judging.checks(host).stream()
                            .anyMatch(check -> check.name().equals(instance.name())))
                    .toList();
        }

        /** The instance of a threshold, with another number. */
        Optional<CheckInstance<?>> with(Threshold threshold, String text) {
            return threshold.with(
                    text,
                    instance(threshold.instance()),
                    prepared.profile().profile().settings());
        }

        /** An instance of the profile, with the settings of the case. */
        CheckInstance<?> instance(CheckInstance<?> ofProfile) {
            return prepared.profile().profile().checks().stream()
                    .filter(one -> one.name().equals(ofProfile.name()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    FileResult run() {
        List<CaseResult> results = new ArrayList<>();
        List<Judged> all = new ArrayList<>();
        List<Judged> good = new ArrayList<>();
        for (PreparedCase prepared : file.cases()) {
            Problems problems = new Problems();
            Optional<Rejudging> judging = prepared.judge(catalogue, problems);
            Optional<CaseResult> error = error(prepared, judging, problems);
            if (error.isPresent() || judging.isEmpty()) {
                error.ifPresent(results::add);
                continue;
            }
            Judged judged = new Judged(
                    prepared,
                    judging.get(),
                    new Comparison(prepared.test().expected(), judging.get().evidence()));
            RunReport report = judging.get().report();
            List<Difference> differences = judged.comparison().differences(report);
            results.add(CaseResult.judged(prepared.test(), report.verdict(), differences));
            all.add(judged);
            if (differences.isEmpty()) {
                good.add(judged);
            }
        }
        return new FileResult(file.file(), file.profile().profile().name(), results, mutations(good), coverage(all));
    }

    private Optional<MutationResult> mutations(List<Judged> good) {
        return options.mutations()
                ? Optional.of(new Mutations(file.file().mutations(), file.profile()).run(good))
                : Optional.empty();
    }

    private Optional<Coverage> coverage(List<Judged> all) {
        List<Finding> findings = all.stream()
                .flatMap(one -> Comparison.all(one.judging().report()).stream().filter(one.comparison()::speaksOf))
                .toList();
        CoverageGoal goal = file.file().coverage().or(options.minimum());
        return Optional.of(CoverageOf.of(file.profile().profile(), findings, options.allCodes(), goal));
    }

    /** Why a case cannot be judged; empty if it can. */
    private static Optional<CaseResult> error(PreparedCase prepared, Optional<Rejudging> judging, Problems problems) {
        Case test = prepared.test();
        if (prepared.failure().isPresent()) {
            PreparedCase.Failure why = prepared.failure().get();
            return Optional.of(CaseResult.error(
                    test,
                    why.code(),
                    why.problems().stream().map(Problem::toString).toList()));
        }
        if (!problems.none()) {
            return Optional.of(CaseResult.error(
                    test,
                    "change",
                    problems.all().stream().map(Problem::toString).toList()));
        }
        return judging.flatMap(found -> damaged(test, found).or(() -> ofOtherFormat(test, found)));
    }

    /** A file of the evidence that is there, and is not what was written. */
    private static Optional<CaseResult> damaged(Case test, Rejudging judging) {
        for (HostEvidence host : judging.evidence()) {
            var why = host.failure()
                    .filter(failure ->
                            failure.failure().ofEvidence() && failure.failure() != TransportFailure.NOT_COLLECTED);
            if (why.isPresent()) {
                String code = why.get().failure().code();
                return Optional.of(CaseResult.error(
                        test,
                        code,
                        List.of("host " + host.host().name() + ": " + code + " "
                                + why.get().details().getOrDefault("file", ""))));
            }
        }
        return Optional.empty();
    }

    private static Optional<CaseResult> ofOtherFormat(Case test, Rejudging judging) {
        boolean wanted = test.expected().findings().stream()
                .anyMatch(finding -> finding.reason().equals(Optional.of(Reason.FORMAT_MISMATCH))
                        || finding.code().equals(Optional.of(Reason.FORMAT_MISMATCH.code())));
        List<String> errors = new ArrayList<>();
        for (HostEvidence host : judging.evidence()) {
            String name = host.host().name();
            for (FactRequest<?> request : judging.requests(name)) {
                judging.facts(name)
                        .reading(request)
                        .fold(
                                value -> Optional.<String>empty(),
                                missing -> missing.reason() == Reason.FORMAT_MISMATCH
                                        ? Optional.of(name + " " + request.key() + ": " + missing.detail())
                                        : Optional.<String>empty())
                        .ifPresent(errors::add);
            }
        }
        return wanted || errors.isEmpty()
                ? Optional.empty()
                : Optional.of(CaseResult.error(test, PreparedCase.FORMAT_MISMATCH, errors));
    }
}
