/** Tests of profiles: cases on recorded evidence, what each must come to, and what of a profile the cases notice. */
@NullMarked
package dev.preflight.casefile;

import org.jspecify.annotations.NullMarked;
