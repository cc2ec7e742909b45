package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.Outcome;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ResolvedProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each number that a profile requires is changed. Around what a host was measured at, the outcome has to change exactly
 * once, and to the worse where the limit becomes stricter: a limit that is not read, or is on the wrong side, survives. So
 * does one of whose outcome no expectation speaks.
 * Where a case measures the number beside the one that the profile has, another must measure that one; or, if the file asks
 * for it, a case must notice each number beside one of the profile: else no test would notice a slip.
 */
final class ChangedLimits implements Mutator {
    private final List<Threshold> thresholds;
    private final boolean exact;

    /** Beside a number of one or two digits is what other hosts may well have: 3 processors where 4 are required. */
    private static final long LARGE = 100;

    /**
     * The numbers of a profile.
     *
     * @param exact whether a case must notice each number beside one of the profile; otherwise only where a case measures
     *     such a number
     */
    ChangedLimits(ResolvedProfile profile, boolean exact) {
        this.thresholds = Threshold.of(profile);
        this.exact = exact;
    }

    @Override
    public void run(List<FileRun.Judged> cases, Tried tried) {
        for (Threshold threshold : thresholds) {
            List<Measured> places = cases.stream()
                    .flatMap(one -> Measured.of(one, threshold).stream())
                    .toList();
            if (!places.isEmpty()) {
                List<Turn> turns = new ArrayList<>();
                List<FileRun.Judged> ofTurns = new ArrayList<>();
                for (Scale scale : Scale.allMeasured(threshold.type(), threshold.text())) {
                    places.forEach(place -> {
                        turns.add(place.turn(threshold, scale));
                        ofTurns.add(place.one());
                    });
                }
                aroundMeasured(threshold, turns, tried);
                expected(threshold, turns, ofTurns, tried);
                if (exact) {
                    aroundWritten(threshold, cases, tried);
                } else {
                    // Those of the number as it is; of a version, of its last one.
                    offByOne(threshold, turns.subList(0, places.size()), cases, tried);
                }
            }
        }
    }

    /** A case, and the host of it, of which an instance found something; no host for a check of several. */
    private record Measured(FileRun.Judged one, Optional<String> host) {
        static List<Measured> of(FileRun.Judged one, Threshold threshold) {
            CheckInstance<?> instance = threshold.alone(one.instance(threshold.instance()));
            List<Measured> all = new ArrayList<>();
            if (!(instance.check() instanceof HostCheck)) {
                all.add(new Measured(one, Optional.empty()));
            } else {
                one.hosts(instance).forEach(host -> all.add(new Measured(one, Optional.of(host))));
            }
            all.removeIf(place ->
                    place.findings(instance).stream().noneMatch(finding -> isMeasured(finding, threshold.row())));
            return all;
        }

        private static boolean isMeasured(Finding finding, String row) {
            boolean said = finding.outcome() == Outcome.PASS
                    || finding.outcome() == Outcome.WARNING
                    || finding.outcome() == Outcome.FAIL;
            return said && (row.isEmpty() || !finding.subject().kind().equals("row"));
        }

        Turn turn(Threshold threshold, Scale scale) {
            return new Turn(
                    one.name(),
                    threshold.limit(),
                    scale,
                    text -> one.with(threshold, text).map(threshold::alone).map(this::findings));
        }

        List<Finding> findings(CheckInstance<?> instance) {
            return host.map(name -> one.judging().ofHost(instance, name))
                    .orElseGet(() -> one.judging().together(instance));
        }
    }

    private static void aroundMeasured(Threshold threshold, List<Turn> turns, Tried tried) {
        for (Turn turn : turns) {
            OptionalLong last = turn.lastBeforeChange();
            if (last.isPresent()) {
                tried.count(Turn.SAMPLES);
                turn.complaint(last.getAsLong())
                        .ifPresent(what -> tried.survived(survivor(threshold, turn.where(), what)));
                return;
            }
        }
        // A value that no host has is found only if some host has it.
        if (Turn.isBound(threshold.limit()) || turns.stream().anyMatch(Turn::passes)) {
            tried.count(1);
            tried.survived(survivor(threshold, "", "no case measures it: with any other limit the same is found"));
        }
    }

    /**
     * That another number makes a difference is no merit of a case that allows the difference: the expectation of one of
     * them must fail by it.
     */
    private static void expected(Threshold threshold, List<Turn> turns, List<FileRun.Judged> cases, Tried tried) {
        Optional<String> first = Optional.empty();
        for (int i = 0; i < turns.size(); i++) {
            OptionalLong last = turns.get(i).lastBeforeChange();
            if (last.isPresent()) {
                String other = turns.get(i).other(last.getAsLong());
                if (notices(cases.get(i), threshold, other)) {
                    return;
                }
                first = first.or(() -> Optional.of(other));
            }
        }
        first.ifPresent(other -> tried.survived(survivor(
                threshold,
                "",
                "no case expects what it finds: by " + other + " in place of " + threshold.text()
                        + " all is as expected")));
    }

    /**
     * A host that has just one less, or one more, than what is required may be one that has what should be required; unless no
     * profile can require it, as a soft limit above the hard one.
     */
    private static void offByOne(Threshold threshold, List<Turn> turns, List<FileRun.Judged> cases, Tried tried) {
        Scale scale = Scale.ofMeasured(threshold.type(), threshold.text()).orElseThrow();
        Set<Long> measured = new TreeSet<>();
        turns.forEach(turn -> measured.addAll(turn.measuredBeside()));
        boolean beside = !measured.isEmpty() && !measured.contains(scale.now());
        if (beside
                && scale.now() >= LARGE
                && isPossible(threshold, scale.at(scale.now() + 1), cases)
                && isPossible(threshold, scale.at(scale.now() - 1), cases)) {
            tried.count(1);
            tried.survived(survivor(
                    threshold,
                    "",
                    "it may be off by one: a case measures "
                            + scale.at(measured.iterator().next()) + ", and none " + scale.at(scale.now())));
        }
    }

    private static boolean isPossible(Threshold threshold, String text, List<FileRun.Judged> cases) {
        return cases.stream().anyMatch(one -> one.with(threshold, text).isPresent());
    }

    private static Survivor survivor(Threshold threshold, String where, String what) {
        return Survivor.ofLimit(threshold, where, threshold.name() + " " + threshold.limit() + ": " + what);
    }

    private static void aroundWritten(Threshold threshold, List<FileRun.Judged> cases, Tried tried) {
        Scale scale = Scale.ofWritten(threshold.type(), threshold.text()).orElseThrow();
        for (long beside : new long[] {scale.now() - 1, scale.now() + 1}) {
            String text = scale.at(beside);
            if (beside >= 0 && isPossible(threshold, text, cases)) {
                tried.count(1);
                if (cases.stream().noneMatch(one -> notices(one, threshold, text))) {
                    tried.survived(
                            survivor(threshold, "", "no case notices " + text + " in place of " + threshold.text()));
                }
            }
        }
    }

    /** Whether a case is not as expected by another number. */
    private static boolean notices(FileRun.Judged one, Threshold threshold, String text) {
        return one.with(threshold, text)
                .filter(is -> new Noticing(one, threshold, is).notices())
                .isPresent();
    }
}
