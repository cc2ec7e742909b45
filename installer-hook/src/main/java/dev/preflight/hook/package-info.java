/** The public API for installers: a request with hosts and a profile in, a verdict out. */
@NullMarked
package dev.preflight.hook;

import org.jspecify.annotations.NullMarked;
