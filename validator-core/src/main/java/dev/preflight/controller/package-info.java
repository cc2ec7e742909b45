/** The machine that runs Preflight, as far as it bounds what Preflight does. */
@NullMarked
package dev.preflight.controller;

import org.jspecify.annotations.NullMarked;
