package dev.preflight.checks.files;

import dev.preflight.api.FileMode;
import dev.preflight.define.match.Fields;
import dev.preflight.define.value.Value;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What lstat(2) says of a path that is there.
 *
 * @param owner its name; empty if the user has none
 * @param group its name; empty if the group has none
 * @param target where a link leads; otherwise empty
 */
record FileStat(
        FileType type,
        FileMode mode,
        String owner,
        String group,
        long uid,
        long gid,
        long size,
        Instant changed,
        String target) {

    /** Bits of a mode by which a program runs as its owner or group: inode(7). */
    private static final int SET_ID = 06000;

    private static final int OTHERS_ENTER = 0001;

    /** Of the row of a path; empty for one that is not there. */
    static Optional<FileStat> of(Value value) {
        if (!(value instanceof Value.Row row) || Fields.at(row, "mode") instanceof Value.Absent) {
            return Optional.empty();
        }
        return Optional.of(new FileStat(
                FileType.valueOf(text(row, "type").toUpperCase(Locale.ROOT)),
                FileMode.parse(text(row, "mode")),
                text(row, "owner"),
                text(row, "group"),
                number(row, "uid"),
                number(row, "gid"),
                number(row, "size"),
                Fields.at(row, "mtime") instanceof Value.Date date ? date.at() : Instant.EPOCH,
                text(row, "target")));
    }

    private static String text(Value.Row row, String field) {
        return Fields.at(row, field) instanceof Value.Text text ? text.text() : "";
    }

    private static long number(Value.Row row, String field) {
        return Fields.at(row, field) instanceof Value.Whole whole ? whole.number() : -1;
    }

    boolean ownedBy(String user) {
        return isOf(user, owner, uid);
    }

    boolean inGroup(String wanted) {
        return isOf(wanted, group, gid);
    }

    /** By name, or by number where digits are given: useradd(8) allows no name of digits alone. */
    private static boolean isOf(String wanted, String name, long id) {
        return wanted.equals(name) || wanted.equals(Long.toString(id));
    }

    /** User and group as chown(1) takes them. */
    String owners() {
        return (owner.isEmpty() ? Long.toString(uid) : owner) + ":" + (group.isEmpty() ? Long.toString(gid) : group);
    }

    boolean runsAsOwner() {
        return type == FileType.FILE && (mode.bits() & SET_ID) != 0;
    }

    boolean closedToOthers() {
        return type == FileType.DIR && (mode.bits() & OTHERS_ENTER) == 0;
    }

    String typeName() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** In one line, without words of a language. */
    String shown() {
        String link = target.isEmpty() ? "" : " -> " + target;
        return typeName() + " " + mode + " " + owners() + link;
    }
}
