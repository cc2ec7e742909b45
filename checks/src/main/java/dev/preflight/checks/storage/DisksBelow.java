package dev.preflight.checks.storage;

import dev.preflight.api.Judgement;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.checks.storage.PathMounts.Mount;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;

/** The disks that the file system of one path lies on, below LVM and RAID, beside what is required of them. */
record DisksBelow(Rows.Row<FilesystemLimits> row, PathMounts mounts) {

    /** What is said of them; nothing if they are as required, or if it is said already that the path is not known. */
    List<Judgement> judged(Reading<BlockDevices> devices) {
        Subject subject = Subject.of("path", row.key());
        List<Judgement> said = FilesystemRow.place(row, mounts)
                .found()
                .<List<Judgement>>fold(
                        found -> devices.fold(
                                read -> judged(subject, found.mount(), read),
                                missing -> List.of(Judgement.unknown(missing, subject))),
                        missing -> List.of());
        return said.stream().map(one -> one.with("path", row.key())).toList();
    }

    private List<Judgement> judged(Subject subject, Mount mount, BlockDevices devices) {
        List<Device> lowest = devices.lowest(mount.number(), mount.source());
        boolean wanted = row.limits().rotational().orElse(false);
        if (lowest.isEmpty()) {
            // Such as a network file system: what it lies on is not this host's.
            return List.of(
                    Judgement.unknown(Reason.AMBIGUOUS, subject).with("detail", mount.type() + " " + mount.source()));
        }
        List<String> wrong = lowest.stream()
                .filter(disk -> disk.rotational() != wanted)
                .map(Device::name)
                .toList();
        return wrong.isEmpty()
                ? List.of()
                : List.of(Judgement.warning("rotational", subject)
                        .with("mount", mount.point())
                        .with("disks", String.join(", ", wrong))
                        .with("rotational", Boolean.toString(!wanted))
                        .with("wanted", Boolean.toString(wanted))
                        .basedOn(BlockDevices.REQUEST));
    }
}
