/** The command line, for people and scripts: {@code preflight}. */
@NullMarked
package dev.preflight.cli;

import org.jspecify.annotations.NullMarked;
