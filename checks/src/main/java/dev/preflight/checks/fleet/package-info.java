/** Checks that hold the hosts of an inventory against one another. */
@NullMarked
package dev.preflight.checks.fleet;

import org.jspecify.annotations.NullMarked;
