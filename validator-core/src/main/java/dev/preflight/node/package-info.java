/** Located text: values of a document with their places, the problems found there, and small operations on text. */
@NullMarked
package dev.preflight.node;

import org.jspecify.annotations.NullMarked;
