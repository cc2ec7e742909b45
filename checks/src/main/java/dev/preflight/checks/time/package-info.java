/** Checks of clocks. */
@NullMarked
package dev.preflight.checks.time;

import org.jspecify.annotations.NullMarked;
