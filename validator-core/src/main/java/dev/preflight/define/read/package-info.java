/**
 * What a check that a profile defines reads on a host: where, and in which form its answer is. The probes are shell texts of
 * this package; what a profile names travels to them as quoted words and never becomes part of a text.
 */
@NullMarked
package dev.preflight.define.read;

import org.jspecify.annotations.NullMarked;
