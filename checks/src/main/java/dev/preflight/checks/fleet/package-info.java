/** Checks that compare the hosts of an inventory with each other. */
@NullMarked
package dev.preflight.checks.fleet;

import org.jspecify.annotations.NullMarked;
