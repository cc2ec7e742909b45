/** Checks of the modules of the kernel that confine programs: SELinux and AppArmor. */
@NullMarked
package dev.preflight.checks.security;

import org.jspecify.annotations.NullMarked;
