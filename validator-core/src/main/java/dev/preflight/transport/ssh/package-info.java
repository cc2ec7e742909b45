/** Reaches hosts over SSH; the only package that knows jsch. */
@NullMarked
package dev.preflight.transport.ssh;

import org.jspecify.annotations.NullMarked;
