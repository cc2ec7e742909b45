/** Parameter records: what they hold, and how a located document becomes one. */
@NullMarked
package dev.preflight.param;

import org.jspecify.annotations.NullMarked;
