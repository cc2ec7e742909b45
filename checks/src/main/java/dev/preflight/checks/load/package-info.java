/** Checks of load and processes, which watch a host for a while. */
@NullMarked
package dev.preflight.checks.load;

import org.jspecify.annotations.NullMarked;
