package dev.preflight.report;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.profile.Waiver;
import dev.preflight.result.EarlierPart;
import dev.preflight.result.EvidenceNote;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is worth knowing beside the findings. */
final class Notes {
    /** How {@link HostReport#transport()} names the transport that needs no SSH. */
    private static final String LOCAL = "local";

    private Notes() {}

    /** One sentence or two each, in a fixed order. */
    static List<String> of(RunReport run, ReportSummary summary, Words words) {
        List<String> notes = new ArrayList<>();
        run.evidence().ifPresent(note -> notes.addAll(ofEvidence(run, note, words)));
        run.earlier().ifPresent(part -> notes.add(ofEarlier(run, part, words)));
        notes.addAll(ofStrictness(run, words));
        if (run.inventoryReadBy().filter(InventoryReader.ANSIBLE::equals).isPresent()) {
            notes.add(words.of("note.inventory.ansible"));
        }
        summary.remarks().stream()
                .filter(group -> !aboutAll(group.first()))
                .forEach(group -> notes.addAll(remark(group, words)));
        List<String> partly = findings(run)
                .filter(Notes::aboutAll)
                .map(words::check)
                .distinct()
                .toList();
        if (!partly.isEmpty()) {
            boolean failed = run.earlier()
                    .filter(part -> part.how() == EarlierPart.How.ONLY_FAILED)
                    .isPresent();
            String key = failed ? "note.not-in-run.only-failed" : "note.not-in-run";
            notes.add(words.of(key, "checks", words.names(partly)));
        }
        List<String> local = run.hosts().stream()
                .filter(host -> host.transport().equals(LOCAL))
                .map(host -> CleanText.of(host.name()))
                .toList();
        if (!local.isEmpty()) {
            notes.add(words.of("note.local", "hosts", words.names(local)));
        }
        List<String> unverified = run.hosts().stream()
                .filter(HostReport::unverified)
                .map(host -> CleanText.of(host.name()))
                .toList();
        if (!unverified.isEmpty()) {
            notes.add(words.of("note.unverified", "hosts", words.names(unverified)));
        }
        notes.addAll(ofRefusedRoot(run, words));
        notes.addAll(ofContainers(run, words));
        List<String> skipped = findings(run)
                .filter(f -> f.outcome() == Outcome.SKIPPED)
                .map(words::check)
                .distinct()
                .toList();
        if (!skipped.isEmpty()) {
            notes.add(words.of("note.skipped", "checks", words.names(skipped)));
        }
        run.expiredWaivers().forEach(waiver -> notes.add(note(words, "note.expired", waiver)));
        run.unusedWaivers().forEach(waiver -> notes.add(note(words, "note.unused", waiver)));
        return notes;
    }

    /** Whether it says, without effect, that something is about all hosts, and some of them were looked at. */
    private static boolean aboutAll(Finding f) {
        return f.severity() == Severity.INFO
                && f.reason().filter(Reason.NOT_IN_RUN::equals).isPresent();
    }

    /** How strictly the run was judged, where that is not the usual way, and that nothing was measured. */
    private static List<String> ofStrictness(RunReport run, Words words) {
        List<String> notes = new ArrayList<>();
        if (run.policy().failOnWarning()) {
            notes.add(words.of("note.fail-on-warning"));
        }
        if (run.policy().proceedOnUndecided()) {
            notes.add(words.of("note.on-undecided"));
        }
        if (run.policy().proceedOnNothingMeasured()) {
            notes.add(words.of("note.on-nothing-measured"));
        }
        if (nothingMeasured(run)) {
            notes.add(words.of("note.nothing"));
        }
        return notes;
    }

    private static List<String> remark(Group group, Words words) {
        List<String> notes = new ArrayList<>();
        notes.add(words.of(
                "note.remark",
                "check",
                words.check(group.first()),
                "places",
                words.where(group),
                "observed",
                group.texts().observed()));
        if (!group.others().isEmpty()) {
            notes.add(words.of(
                    "note.remark.likewise",
                    "check",
                    words.check(group.first()),
                    "places",
                    words.names(group.otherPlaces())));
        }
        return notes;
    }

    /** Which checks do not apply, as the host is a container; hosts with the same ones together. */
    private static List<String> ofContainers(RunReport run, Words words) {
        Map<List<String>, List<String>> hosts = new LinkedHashMap<>();
        for (HostReport host : run.hosts()) {
            List<String> checks = host.findings().stream()
                    .filter(f -> f.code().equals(CheckSpec.IN_CONTAINER))
                    .map(words::check)
                    .toList();
            if (!checks.isEmpty()) {
                hosts.computeIfAbsent(checks, key -> new ArrayList<>()).add(CleanText.of(host.name()));
            }
        }
        return hosts.entrySet().stream()
                .map(e -> words.of(
                        "note.in-container", "hosts", words.hosts(e.getValue()), "checks", words.names(e.getKey())))
                .toList();
    }

    /** Where root was refused, hosts with the same answer together. */
    private static List<String> ofRefusedRoot(RunReport run, Words words) {
        Map<String, List<String>> refused = new LinkedHashMap<>();
        run.hosts()
                .forEach(host -> host.rootRefused()
                        .ifPresent(said -> refused.computeIfAbsent(CleanText.of(said), key -> new ArrayList<>())
                                .add(CleanText.of(host.name()))));
        List<String> notes = new ArrayList<>();
        refused.forEach(
                (said, hosts) -> notes.add(words.of("note.root-refused", "hosts", words.names(hosts), "said", said)));
        return notes;
    }

    /** What was judged, if it was saved evidence: by which profile, and what is not as it should be. */
    static List<String> ofEvidence(RunReport run, EvidenceNote evidence, Words words) {
        List<String> notes = new ArrayList<>();
        String recorded = evidence.recordedProfile();
        if (!evidence.profileNamed()) {
            notes.add(words.of("note.evidence.recorded", "profile", run.profile()));
        } else {
            notes.add(words.of(
                    recorded.isEmpty() ? "note.evidence.named" : "note.evidence.other",
                    "profile",
                    run.profile(),
                    "recorded",
                    CleanText.of(recorded)));
        }
        if (!evidence.ofRun().isEmpty()) {
            List<String> values = evidence.ofRun().stream().map(CleanText::of).toList();
            notes.add(words.of("note.evidence.values", "values", String.join("; ", values)));
        }
        switch (evidence.form()) {
            case HAND_MADE -> notes.add(words.of("note.evidence.hand-made"));
            case INCOMPLETE -> notes.add(words.of("note.evidence.incomplete", "n", evidence.planned()));
            case SEALED -> notes.add(ended(evidence, words));
        }
        if (!evidence.strangers().isEmpty()) {
            List<String> names =
                    evidence.strangers().stream().map(CleanText::of).toList();
            notes.add(words.of("note.evidence.strangers", "names", words.names(names)));
        }
        return notes;
    }

    /** What of the report is from an earlier run, or was left out for it. */
    static String ofEarlier(RunReport run, EarlierPart part, Words words) {
        String key = "note." + part.how().code() + (part.hosts() == 0 ? ".none" : "");
        return words.of(
                key,
                "started",
                part.startedAt().truncatedTo(ChronoUnit.SECONDS),
                "n",
                part.hosts(),
                "all",
                run.hosts().size(),
                "since",
                part.since().orElse(part.startedAt()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static String ended(EvidenceNote evidence, Words words) {
        String key = "note.evidence.ended." + evidence.ended().orElse("never");
        return words.of(key, "came", evidence.came(), "planned", evidence.planned());
    }

    /** Whether no check concerned any host of the run. */
    static boolean nothingMeasured(RunReport run) {
        List<String> idle = Unmeasured.of(run).idle();
        return !idle.isEmpty() && idle.size() == run.hosts().size();
    }

    /** Why a check looked at no host, or which rows of it applied to none, and why. */
    static String why(IdleCheck check, Words words) {
        return check.rows().isEmpty()
                ? words.of("idle." + check.why().code(), "groups", words.names(check.groups()))
                : words.of(
                        "idle-rows." + check.why().code(),
                        "rows",
                        words.names(check.rows().stream().map(CleanText::of).toList()),
                        "groups",
                        words.names(check.groups()));
    }

    private static Stream<Finding> findings(RunReport run) {
        return Stream.concat(run.hosts().stream().flatMap(host -> host.findings().stream()), run.fleet().stream());
    }

    private static String note(Words words, String key, Waiver waiver) {
        String what = waiver.fingerprint()
                .map(fingerprint -> words.of("word.fingerprint", "fingerprint", fingerprint))
                .orElseGet(() -> words.of(
                        "note.waiver.check", "check", waiver.check().orElse(""), "hosts", words.names(waiver.hosts())));
        return words.of(
                key,
                "owner",
                waiver.owner(),
                "what",
                what,
                "until",
                waiver.until(),
                "place",
                waiver.place(),
                "reason",
                waiver.reason());
    }
}
