package dev.preflight.checks.kernel;

import dev.preflight.api.LinePattern;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.table.DataTable;
import java.util.List;

/** Kernels known to be bad: a row of the shipped table, or of a site's own. */
record BadKernel(
        @Param(
                value = "Regular expression (RE2) of the releases, as uname -r says them",
                example = "'^5\\.10\\.0-60\\.'",
                kind = Kind.THRESHOLD)
        LinePattern release,

        @Param(
                value = "Only with this driver of a network card that is up; empty means with any",
                example = "ixgbe",
                kind = Kind.THRESHOLD)
        String driver,

        @Param(
                value = "Only on these distributions, by ID or ID_LIKE of os-release; empty means on all",
                example = "[openEuler]",
                shape = Shape.DISTRIBUTION,
                kind = Kind.THRESHOLD)
        List<String> distro,

        @Param(value = "What goes wrong", example = "A core freezes under load", kind = Kind.THRESHOLD)
        String effect,

        @Param(value = "What to do", example = "Update to 5.10.0-136 or later", kind = Kind.THRESHOLD)
        String advice,

        @Param(
                value = "What it means: blocker is a fail, warning and info are warnings",
                defaultValue = "warning",
                example = "blocker",
                kind = Kind.THRESHOLD)
        Severity severity) {

    /** The rows that ship. */
    static final List<BadKernel> SHIPPED = DataTable.named("kernel-known-bad", BadKernel.class, BadKernel.class);

    /** Copies its arguments, and requires the texts that a finding shows. */
    public BadKernel {
        distro = List.copyOf(distro);
        if (effect.isBlank()) {
            throw new IllegalArgumentException("effect: say what goes wrong");
        }
        if (advice.isBlank()) {
            throw new IllegalArgumentException("advice: say what to do");
        }
    }
}
