/** Checks of the Docker engine and its configuration. */
@NullMarked
package dev.preflight.checks.docker;

import org.jspecify.annotations.NullMarked;
