/** The checks and the facts that they share. */
@NullMarked
package dev.preflight.checks;

import org.jspecify.annotations.NullMarked;
