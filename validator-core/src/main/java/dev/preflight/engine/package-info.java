/** Plan, collect, judge, aggregate: one run over many hosts. */
@NullMarked
package dev.preflight.engine;

import org.jspecify.annotations.NullMarked;
