/** How versions are ordered. */
@NullMarked
package dev.preflight.version;

import org.jspecify.annotations.NullMarked;
