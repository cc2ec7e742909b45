/** The script that runs on a host and the frames that come back: text in, text out, no I/O. */
@NullMarked
package dev.preflight.probe;

import org.jspecify.annotations.NullMarked;
