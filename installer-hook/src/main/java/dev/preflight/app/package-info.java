/**
 * The application under the doors: prepares a run or judges saved evidence, for the command line and the hook alike. No
 * API: installers use {@code dev.preflight.hook}.
 */
@NullMarked
package dev.preflight.app;

import org.jspecify.annotations.NullMarked;
