/** Checks of what is logged on the host itself. */
@NullMarked
package dev.preflight.checks.logs;

import org.jspecify.annotations.NullMarked;
