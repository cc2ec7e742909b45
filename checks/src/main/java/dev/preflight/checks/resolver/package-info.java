/** Checks of how names are resolved. */
@NullMarked
package dev.preflight.checks.resolver;

import org.jspecify.annotations.NullMarked;
