/** Checks of accounts and shells. */
@NullMarked
package dev.preflight.checks.accounts;

import org.jspecify.annotations.NullMarked;
