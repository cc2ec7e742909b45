/** What filters the packets of a host, and the check of it. */
@NullMarked
package dev.preflight.checks.firewall;

import org.jspecify.annotations.NullMarked;
