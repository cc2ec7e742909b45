/** Located text: values of a document with the place they stand at, and the problems found there. */
@NullMarked
package dev.preflight.node;

import org.jspecify.annotations.NullMarked;
