/** Checks of disks, and of what is made of them. */
@NullMarked
package dev.preflight.checks.storage;

import org.jspecify.annotations.NullMarked;
