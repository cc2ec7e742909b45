/** May the installer proceed: the one pure rule from findings to a verdict and an exit code. */
@NullMarked
package dev.preflight.verdict;

import org.jspecify.annotations.NullMarked;
