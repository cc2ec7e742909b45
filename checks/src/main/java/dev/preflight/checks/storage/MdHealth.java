package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.MdArrays.Array;
import dev.preflight.checks.storage.MdArrays.Member;
import dev.preflight.checks.storage.MdArrays.Progress;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the state of one md array means. */
final class MdHealth {
    /** Levels that can lack a disk and go on: md(4). The others have no "degraded". */
    private static final Set<String> REDUNDANT = Set.of("raid1", "raid4", "raid5", "raid6", "raid10");

    /** Levels of which a mismatch is an error: on raid1 and raid10 memory that changes while it is written makes them. */
    private static final Set<String> WITH_PARITY = Set.of("raid4", "raid5", "raid6");

    /** What puts an array in order again, or another shape on it; a check is for raid-scrub to tell. */
    private static final Set<String> REBUILDING = Set.of("recover", "resync", "reshape");

    private MdHealth() {}

    static Subject subject(Array array) {
        return Subject.of("md", array.name());
    }

    /** At least one judgement; none for a name that nothing is behind. */
    static List<Judgement> of(Array array, int minSpares) {
        if (array.empty()) {
            return List.of();
        }
        Subject subject = subject(array);
        if (!array.active()) {
            return List.of(
                    array.container()
                            ? Judgement.pass("container", subject)
                                    .with("kind", array.metadata().replaceFirst("^external:", "") + "-container")
                            : failed("inactive", array));
        }
        List<String> faulty = array.members().stream()
                .filter(Member::faulty)
                .map(Member::name)
                .toList();
        List<Judgement> said = new ArrayList<>();
        if (array.missing().orElse(0) > 0) {
            said.add(failed("degraded", array)
                    .with("missing", Arg.count(array.missing().orElse(0)))
                    .with("faulty", Arg.texts(faulty)));
        } else if (!faulty.isEmpty()) {
            said.add(failed("faulty-member", array).with("faulty", Arg.texts(faulty)));
        }
        if (array.state().equals("broken")) {
            said.add(failed("broken", array));
        }
        if (array.missing().isEmpty() && REDUNDANT.contains(array.level())) {
            said.add(Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", "degraded"));
        }
        said.addAll(warnings(array, minSpares));
        return said.isEmpty() ? List.of(Judgement.pass(subject).with("level", array.level())) : said;
    }

    private static List<Judgement> warnings(Array array, int minSpares) {
        List<Judgement> said = new ArrayList<>();
        if (REBUILDING.contains(array.action())) {
            Judgement warning = Judgement.warning("rebuilding", subject(array))
                    .with("array", array.name())
                    .with("action", array.action());
            said.add(array.progress().map(progress -> with(warning, progress)).orElse(warning));
        }
        long spares = array.members().stream()
                .filter(member -> member.spare() && !member.faulty())
                .count();
        long wanted = Math.max(minSpares, array.promisedSpares());
        // A spare that has taken over is one no more, which the array says for itself.
        if (REDUNDANT.contains(array.level()) && array.missing().orElse(0) == 0 && spares < wanted) {
            said.add(Judgement.warning("missing-spare", subject(array))
                    .with("array", array.name())
                    .with("spares", Arg.count(spares))
                    .with("wanted", Arg.count(wanted))
                    .withRemedy(Remedy.manual("spare")));
        }
        if (WITH_PARITY.contains(array.level()) && array.mismatches().orElse(0) > 0) {
            said.add(Judgement.warning("mismatch", subject(array))
                    .with("array", array.name())
                    .with("sectors", Arg.count(array.mismatches().orElse(0)))
                    .withRemedy(Remedy.manual("mismatch")));
        }
        return said;
    }

    static Judgement with(Judgement judgement, Progress progress) {
        Judgement more = judgement.with("percent", Arg.count(progress.percent()));
        return progress.secondsLeft().isEmpty()
                ? more
                : more.with(
                        "left",
                        Arg.span(Duration.ofSeconds(progress.secondsLeft().getAsLong())));
    }

    private static Judgement failed(String code, Array array) {
        return Judgement.fail(code, subject(array))
                .with("array", array.name())
                .with("level", array.level())
                .withRemedy(Remedy.manual("replace"));
    }
}
