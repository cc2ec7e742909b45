/** The door for people and scripts: the command {@code preflight}. */
@NullMarked
package dev.preflight.cli;

import org.jspecify.annotations.NullMarked;
