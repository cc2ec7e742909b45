/** Checks that a profile defines in YAML. */
@NullMarked
package dev.preflight.define;

import org.jspecify.annotations.NullMarked;
