/** A listener for installers made with IzPack. */
@NullMarked
package dev.preflight.izpack;

import org.jspecify.annotations.NullMarked;
