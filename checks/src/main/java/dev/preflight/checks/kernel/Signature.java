package dev.preflight.checks.kernel;

import dev.preflight.api.LinePattern;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.table.DataTable;
import java.util.List;

/** One kind of line of the kernel's log, and what it means: a row of the shipped table, or of a site's own. */
record Signature(
        @Param(value = "Name, kebab-case", example = "acme-hba-reset", kind = Kind.THRESHOLD)
        String name,

        @Param(
                value = "Fixed string that every such line holds, by which the host finds it",
                example = "acme_hba",
                kind = Kind.LOCATOR)
        String contains,

        @Param(
                value = "Regular expression (RE2) that decides; its group 'subject' names what the line is about",
                example = "'acme_hba (?<subject>\\S+): adapter reset'",
                kind = Kind.THRESHOLD)
        LinePattern pattern,

        @Param(
                value = "What it means: blocker is a fail, warning and info are warnings",
                defaultValue = "warning",
                example = "blocker",
                kind = Kind.THRESHOLD)
        Severity severity,

        @Param(
                value = "What the group 'subject' names",
                defaultValue = "log",
                example = "device",
                kind = Kind.THRESHOLD)
        String kind,

        @Param(
                value = "Only a warning on a virtual machine",
                defaultValue = "false",
                example = "true",
                kind = Kind.THRESHOLD)
        boolean lowerOnVm,

        @Param(
                value = "What it does to the host",
                defaultValue = "'-'",
                example = "All I/O stops for 30 s",
                kind = Kind.THRESHOLD)
        String effect,

        @Param(value = "What to do", defaultValue = "'-'", example = "Update the firmware", kind = Kind.THRESHOLD)
        String advice) {

    /** The rows that ship. */
    static final List<Signature> SHIPPED = DataTable.named("kernel-log-signatures", Signature.class, Signature.class);

    /** Refuses a row that would match nothing or have no name. */
    public Signature {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*+")) {
            throw new IllegalArgumentException("name: expected kebab-case such as acme-hba-reset");
        }
        // A blank string is in every line: the whole log would travel.
        if (contains.strip().length() < 3) {
            throw new IllegalArgumentException("contains: expected at least three characters");
        }
    }
}
