/** Facts: what a probe reads, typed. */
@NullMarked
package dev.preflight.checks.fact;

import org.jspecify.annotations.NullMarked;
