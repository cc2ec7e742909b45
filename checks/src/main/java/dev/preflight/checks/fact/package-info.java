/** Facts that checks of several areas read, each with its probe. A fact of one area lies in the package of that area. */
@NullMarked
package dev.preflight.checks.fact;

import org.jspecify.annotations.NullMarked;
