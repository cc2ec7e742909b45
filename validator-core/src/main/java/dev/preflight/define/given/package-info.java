/** Values of parameters of a check that a profile defines, where no type of the JDK or the core is one. */
@NullMarked
package dev.preflight.define.given;

import org.jspecify.annotations.NullMarked;
