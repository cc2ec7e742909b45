/** Checks of what a host can fetch from, and by which way. */
@NullMarked
package dev.preflight.checks.reach;

import org.jspecify.annotations.NullMarked;
