/** The settings of a profile that only checks read. The core declares those on how a host is looked at. */
@NullMarked
package dev.preflight.checks.settings;

import org.jspecify.annotations.NullMarked;
