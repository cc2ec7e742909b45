/** Matchers of a check that a profile defines: typed, three-valued, pure. */
@NullMarked
package dev.preflight.define.match;

import org.jspecify.annotations.NullMarked;
