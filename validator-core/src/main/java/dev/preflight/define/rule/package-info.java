/** The language of {@code rule:} expressions, as a profile's loader and a judge see it; the language itself is a module of its own. */
@NullMarked
package dev.preflight.define.rule;

import org.jspecify.annotations.NullMarked;
