/** Checks of files that the platform is given by people: lists and their like. */
@NullMarked
package dev.preflight.checks.files;

import org.jspecify.annotations.NullMarked;
