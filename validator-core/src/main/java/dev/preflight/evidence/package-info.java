/** The raw answers of a host, kept so that they can be judged again. */
@NullMarked
package dev.preflight.evidence;

import org.jspecify.annotations.NullMarked;
