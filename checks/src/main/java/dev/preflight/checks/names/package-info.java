/** Checks of names of hosts. */
@NullMarked
package dev.preflight.checks.names;

import org.jspecify.annotations.NullMarked;
