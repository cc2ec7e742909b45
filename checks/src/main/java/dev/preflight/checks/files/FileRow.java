package dev.preflight.checks.files;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.files.FileLimits.ModeLimits;
import dev.preflight.define.read.Stats;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One path against what is required of it: a finding for each kind of fault. */
final class FileRow {
    /** A clock may be wrong by less; a file of a later time has been changed at no known time. */
    private static final Duration FUTURE = Duration.ofDays(1);

    private final String path;
    private final FileLimits limits;
    private final HostFacts facts;
    private final Reading<Stats> stats;

    FileRow(Rows.Row<FileLimits> row, HostFacts facts, Reading<Stats> stats) {
        this.path = row.key();
        this.limits = row.limits();
        this.facts = facts;
        this.stats = stats;
    }

    List<Judgement> judged() {
        return at(path).fold(
                        found -> found.map(this::there).orElseGet(() -> List.of(gone())),
                        missing -> List.of(Judgement.unknown(missing, subject())));
    }

    private Subject subject() {
        return Subject.of("path", path);
    }

    private Reading<Optional<FileStat>> at(String anyPath) {
        return stats.flatMap(all -> all.at(anyPath)).flatMap(row -> Reading.got(FileStat.of(row)));
    }

    /** What a directory above is, if that is known and it is there. */
    private Optional<FileStat> known(String directory) {
        return at(directory).fold(found -> found, missing -> Optional.empty());
    }

    private Judgement fail(String code) {
        return Judgement.fail(code, subject()).with("path", path);
    }

    private Judgement gone() {
        if (limits.mustBeAbsent()) {
            return Judgement.pass(subject()).with("gone", path);
        }
        return FileStateCheck.above(path).stream()
                .filter(directory -> known(directory).isPresent())
                .findFirst()
                .filter(nearest -> isNoDirectory(known(nearest).orElseThrow()))
                .map(nearest -> fail("parent-blocks")
                        .with("noDirectory", nearest)
                        .with("type", known(nearest).orElseThrow().typeName()))
                .orElseGet(() -> fail("absent"));
    }

    /** A link may lead to one. */
    private static boolean isNoDirectory(FileStat stat) {
        return stat.type() != FileType.DIR && stat.type() != FileType.LINK;
    }

    private List<Judgement> there(FileStat found) {
        if (limits.mustBeAbsent()) {
            return List.of(fail("present").with("state", found.shown()));
        }
        Optional<FileType> type = limits.type();
        if (type.isPresent() && type.get() != found.type()) {
            return List.of(fail("wrong-type")
                    .with("state", found.shown())
                    .with("type", type.get().name().toLowerCase(Locale.ROOT)));
        }
        List<Judgement> said = new ArrayList<>();
        if (found.type() == FileType.LINK && type.isEmpty() && limits.asksOfFile()) {
            said.add(unknown(Reason.AMBIGUOUS, path + " -> " + found.target()));
        } else {
            wrongMode(found).or(() -> closedParent()).ifPresent(said::add);
            wrongOwner(found).ifPresent(said::add);
            wrongSize(found).or(() -> wrongAge(found)).ifPresent(said::add);
        }
        FileContent content = new FileContent(path, limits, facts);
        if (said.stream().noneMatch(one -> one.code().equals("wrong-content"))) {
            content.digest().or(content::text).ifPresent(said::add);
        }
        return worst(said, found);
    }

    /** What is unknown is said only where nothing is wrong. */
    private List<Judgement> worst(List<Judgement> said, FileStat found) {
        List<Judgement> failed =
                said.stream().filter(one -> one.outcome() == Outcome.FAIL).toList();
        if (!failed.isEmpty() || !said.isEmpty()) {
            return failed.isEmpty() ? said.subList(0, 1) : failed;
        }
        return List.of(Judgement.pass(subject()).with("path", path).with("state", found.shown()));
    }

    private Judgement unknown(Reason reason, String detail) {
        return Judgement.unknown(new Reading.Missing<>(reason, detail), subject());
    }

    private Optional<Judgement> wrongMode(FileStat found) {
        return limits.mode().filter(mode -> !mode.holds(found.mode())).map(mode -> {
            Judgement wrong =
                    fail("wrong-mode").with("mode", Arg.mode(found.mode().bits()));
            wrong = with(with(with(wrong, "eq", mode.eq()), "has", mode.has()), "lacks", mode.lacks());
            return wrong.withRemedy(chmod(found, mode));
        });
    }

    private Remedy chmod(FileStat found, ModeLimits mode) {
        return Remedy.safe("chmod", Remedy.Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("mode", Arg.mode(mode.mended(found.mode()).bits()))
                .with("old", Arg.mode(found.mode().bits()));
    }

    private static Judgement with(Judgement said, String name, Optional<FileMode> mode) {
        return mode.map(bits -> said.with(name, Arg.mode(bits.bits()))).orElse(said);
    }

    /** What others may do with a file they can do only if they can enter each directory above it. */
    private Optional<Judgement> closedParent() {
        if (limits.mode().filter(ModeLimits::isForOthers).isEmpty()) {
            return Optional.empty();
        }
        return FileStateCheck.above(path).stream()
                .filter(directory ->
                        known(directory).filter(FileStat::closedToOthers).isPresent())
                .findFirst()
                .map(directory -> fail("parent-blocks")
                        .with("closed", directory)
                        .with(
                                "mode",
                                Arg.mode(known(directory).orElseThrow().mode().bits())));
    }

    private Optional<Judgement> wrongOwner(FileStat found) {
        boolean user = limits.owner().filter(owner -> !found.ownedBy(owner)).isPresent();
        boolean group = limits.group().filter(wanted -> !found.inGroup(wanted)).isPresent();
        if (!user && !group) {
            return Optional.empty();
        }
        Judgement wrong = fail("wrong-owner")
                .with("owners", found.owners())
                .with("user", limits.owner().orElse(""))
                .with("group", limits.group().orElse(""));
        // chown(2) takes the bits away by which a program runs as its owner, and no undo would bring them back.
        if (found.runsAsOwner()) {
            return Optional.of(wrong.withRemedy(Remedy.manual("own")));
        }
        String wanted = limits.owner().orElse("")
                + limits.group().map(name -> ":" + name).orElse("");
        Judgement mended = wrong.withRemedy(Remedy.safe("chown", Remedy.Privilege.ROOT)
                .with("path", Arg.text(path))
                .with("owners", Arg.text(wanted))
                .with("old", Arg.text(found.owners())));
        // It would take them away from a mode that was mended before.
        return Optional.of(limits.mode()
                .filter(mode -> (mode.mended(found.mode()).bits() & 06000) != 0 && !mode.holds(found.mode()))
                .map(mode -> mended.withRemedy(chmod(found, mode).asWell()))
                .orElse(mended));
    }

    private Optional<Judgement> wrongSize(FileStat found) {
        return limits.size()
                .flatMap(bounds -> bounds.missed(found.size()).map(missed -> {
                    boolean small = found.size() < missed.bytes();
                    return fail("wrong-content")
                            .with("size", new ByteSize(found.size()).beside(missed))
                            .with(small ? "min" : "max", Arg.bytes(missed.bytes()));
                }));
    }

    private Optional<Judgement> wrongAge(FileStat found) {
        if (limits.maxAge().isEmpty()) {
            return Optional.empty();
        }
        Duration age = Duration.between(found.changed(), facts.collectedAt());
        if (age.plus(FUTURE).isNegative()) {
            return Optional.of(unknown(Reason.AMBIGUOUS, path + ": " + found.changed()));
        }
        return limits.maxAge()
                .filter(most -> age.compareTo(most) > 0)
                .map(most -> fail("wrong-content").with("age", Arg.span(age)).with("maxAge", Arg.span(most)));
    }
}
