/** Checks of network interfaces and of the network that they lead to. */
@NullMarked
package dev.preflight.checks.network;

import org.jspecify.annotations.NullMarked;
