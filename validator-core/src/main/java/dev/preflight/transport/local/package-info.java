/** Runs the same commands on the machine that runs Preflight; the only package that knows commons-exec. */
@NullMarked
package dev.preflight.transport.local;

import org.jspecify.annotations.NullMarked;
