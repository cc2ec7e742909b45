/** Which hosts there are and how to reach them. */
@NullMarked
package dev.preflight.inventory;

import org.jspecify.annotations.NullMarked;
