/** How a host is reached, and every way in which that can fail. */
@NullMarked
package dev.preflight.transport;

import org.jspecify.annotations.NullMarked;
