/** Checks of network interfaces and what lies behind them. */
@NullMarked
package dev.preflight.checks.network;

import org.jspecify.annotations.NullMarked;
