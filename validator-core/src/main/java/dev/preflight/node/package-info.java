/** Located text: values of a document with the place they stand at, the problems found there, and small operations on text. */
@NullMarked
package dev.preflight.node;

import org.jspecify.annotations.NullMarked;
