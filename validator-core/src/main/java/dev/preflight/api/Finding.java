package dev.preflight.api;

import dev.preflight.fact.Reason;
import dev.preflight.fact.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One result: what a check says about a subject of a host, a pair or the fleet.
 *
 * @param check id of the check
 * @param instance name of the instance in the profile; the check's id unless the profile names several
 * @param scope the host, the pair or the fleet that was judged
 * @param judgement what the judge said; for {@link Outcome#SKIPPED} see {@code skipped}
 * @param severity its severity, by the profile
 * @param waiver the waiver in force that covers it
 * @param causedBy fingerprints of the findings that explain it; used for display only, never for the verdict
 */
public record Finding(
        String check,
        String instance,
        Scope scope,
        Judgement judgement,
        Severity severity,
        Optional<AppliedWaiver> waiver,
        List<String> causedBy) {

    /**
     * Why a failure is accepted.
     *
     * @param reason the words of the person who accepted it
     * @param owner who answers for it
     * @param until when it ends, ISO-8601 with zone
     */
    public record AppliedWaiver(String reason, String owner, String until) {}

    public Finding {
        causedBy = List.copyOf(causedBy);
    }

    /** The argument that says what a row of the profile is required for, as {@link Arg.Words}. */
    public static final String REQUIRED_FOR = "requiredFor";

    /** A finding without a cause and without a waiver. */
    public static Finding of(String check, String instance, Scope scope, Judgement judgement, Severity severity) {
        return new Finding(check, instance, scope, judgement, severity, Optional.empty(), List.of());
    }

    /** See {@link Judgement#code()}. */
    public String code() {
        return judgement.code();
    }

    /** See {@link Judgement#subject()}. */
    public Subject subject() {
        return judgement.subject();
    }

    /** What the judge said, waived or not. */
    public Outcome outcome() {
        return judgement.outcome();
    }

    /** See {@link Judgement#reason()}. */
    public Optional<Reason> reason() {
        return judgement.reason();
    }

    /** See {@link Judgement#args()}. */
    public SortedMap<String, Arg> args() {
        return judgement.args();
    }

    /** Whether a waiver in force covers it. */
    public boolean waived() {
        return waiver.isPresent();
    }

    /** The same, covered by a waiver. */
    public Finding waivedBy(AppliedWaiver applied) {
        return new Finding(check, instance, scope, judgement, severity, Optional.of(applied), causedBy);
    }

    /** The same, explained by these findings. */
    public Finding explainedBy(List<String> fingerprints) {
        return new Finding(check, instance, scope, judgement, severity, waiver, fingerprints);
    }

    /** The same with an equal judgement. */
    public Finding with(Judgement equal) {
        return new Finding(check, instance, scope, equal, severity, waiver, causedBy);
    }

    /**
     * A hash in sixteen hex digits of check, instance, code, subject and scope. Texts and values are not part of it:
     * the same fault keeps its fingerprint from run to run and in every language.
     */
    public String fingerprint() {
        return fingerprint(check, instance, code());
    }

    /** The fingerprints that it has with the old names of its check and code; waivers may still name these. */
    public Set<String> oldFingerprints(CheckSpec<?> spec) {
        if (spec.oldCodes().isEmpty() && spec.oldIds().isEmpty()) {
            return Set.of();
        }
        Set<String> old = new HashSet<>();
        List<String> codes = new ArrayList<>(List.of(code()));
        spec.oldCodes().forEach((before, now) -> {
            if (now.equals(code())) {
                codes.add(before);
            }
        });
        for (String before : codes) {
            old.add(fingerprint(check, instance, before));
            spec.oldIds().forEach(id -> old.add(fingerprint(id, instance.equals(check) ? id : instance, before)));
        }
        old.remove(fingerprint());
        return old;
    }

    private String fingerprint(String ofCheck, String ofInstance, String ofCode) {
        String identity =
                String.join("\0", ofCheck, ofInstance, ofCode, subject().toString(), scope.toString());
        return Sha256.hex(identity, 8);
    }
}
