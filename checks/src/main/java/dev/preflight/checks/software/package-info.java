/** Checks of what a platform asks of the software on a host: services, packages, commands. */
@NullMarked
package dev.preflight.checks.software;

import org.jspecify.annotations.NullMarked;
