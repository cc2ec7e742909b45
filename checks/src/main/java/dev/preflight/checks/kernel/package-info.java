/** Checks of the kernel, its log and its modules. */
@NullMarked
package dev.preflight.checks.kernel;

import org.jspecify.annotations.NullMarked;
