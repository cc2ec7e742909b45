/** Checks of what a platform asks of the machine: processors, memory, swap. */
@NullMarked
package dev.preflight.checks.machine;

import org.jspecify.annotations.NullMarked;
