/** Checks of what goes from one host to another. */
@NullMarked
package dev.preflight.checks.link;

import org.jspecify.annotations.NullMarked;
