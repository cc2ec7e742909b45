package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.Judgement;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.DiskSpaceCheck.Limits;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The room of one path beside what is required of it. */
record PathRoom(Rows.Row<Limits> row, Space space) {
    /** They lose what they hold at the next boot: tmpfs(5), the kernel's ramfs-rootfs-initramfs.rst. */
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /** They keep what is written in the layer of a container or of a live system. */
    private static final Set<String> LAYERED = Set.of("overlay", "aufs");

    String path() {
        return row.key();
    }

    /** How many bytes it asks for; 0 if it does not say. */
    long wanted() {
        return row.limits().minFree().map(ByteSize::bytes).orElse(0L);
    }

    /** Whether a fault of it blocks. */
    boolean blocks() {
        return row.severity().orElse(Severity.BLOCKER) == Severity.BLOCKER;
    }

    /** Whether it asks for bytes, and they are there. */
    boolean fits() {
        return wanted() > 0 && space.absent().isEmpty() && space.available() >= wanted();
    }

    /** What is said of the path alone; at least one. */
    Stream<Judgement> judged() {
        if (space.absent().isPresent()) {
            Space.Absent absent = space.absent().get();
            return Stream.of(of(Judgement.fail("not-mounted", subject()))
                    .with("absent", absent.point())
                    .with("from", absent.from().equals("fstab") ? "/etc/fstab" : "systemd"));
        }
        if (space.total() == 0) {
            // Such as autofs, on which nothing was mounted yet, and what lies in no storage at all.
            return Stream.of(Judgement.unknown(Reason.AMBIGUOUS, subject())
                    .with("detail", space.mount().type()));
        }
        List<Judgement> said = new ArrayList<>();
        bounds(said);
        kind(said);
        return said.isEmpty() ? Stream.of(of(Judgement.pass(subject()))) : said.stream();
    }

    private void bounds(List<Judgement> said) {
        Limits limits = row.limits();
        limits.minFree()
                .filter(bound -> space.available() < bound.bytes())
                .ifPresent(bound -> said.add(tooSmall("too-little", space.available(), bound)));
        limits.minTotal()
                .filter(bound -> space.total() < bound.bytes())
                .ifPresent(bound -> said.add(tooSmall("filesystem-too-small", space.total(), bound)));
        limits.minFreePercent()
                .filter(bound -> space.percent() < bound)
                .ifPresent(bound -> said.add(of(Judgement.fail("too-full", subject()))
                        .with("percent", Arg.count(space.percent()))
                        .with("wanted", Arg.count(bound))));
        limits.minInodes()
                .filter(bound -> space.inodes() > 0 && space.freeInodes() < bound)
                .ifPresent(bound -> said.add(of(Judgement.fail("too-few-inodes", subject()))
                        .with("inodes", Arg.count(space.freeInodes()))
                        .with("wanted", Arg.count(bound))));
    }

    private void kind(List<Judgement> said) {
        String type = space.mount().type();
        if (space.mount().flags().contains("read-only")) {
            said.add(of(Judgement.fail("read-only", subject())));
        }
        if (IN_MEMORY.contains(type)) {
            said.add(of(Judgement.warning("on-tmpfs", subject())));
        }
        if (LAYERED.contains(type)) {
            said.add(of(Judgement.warning("on-overlay", subject())));
        }
        if (space.mount().flags().contains("quota")) {
            said.add(of(Judgement.warning("quota", subject())));
        }
    }

    private Judgement tooSmall(String code, long measured, ByteSize bound) {
        Judgement said = of(Judgement.fail(code, subject()))
                .with("measured", new ByteSize(measured).beside(bound))
                .with("wanted", bound.beside(bound))
                .with("total", new ByteSize(space.total()).beside(bound));
        // In one unit: a reader adds them up.
        return kept() > 0 ? said.with("reserved", new ByteSize(kept()).beside(bound)) : said;
    }

    /** What is free and not for users. */
    private long kept() {
        return space.free() - space.available();
    }

    private Subject subject() {
        return Subject.of("path", path());
    }

    /** With what every text may name. */
    private Judgement of(Judgement judgement) {
        Judgement placed = judgement
                .with("path", path())
                .with("mount", space.mount().point())
                .with("type", space.mount().type())
                .with("source", space.mount().source())
                .with("available", Arg.bytes(space.available()))
                .with("total", Arg.bytes(space.total()));
        return kept() > 0 ? placed.with("reserved", Arg.bytes(kept())) : placed;
    }
}
