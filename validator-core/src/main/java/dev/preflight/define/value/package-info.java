/** What the reads of a check that a profile defines give: typed values, and the types that a linter knows of them. */
@NullMarked
package dev.preflight.define.value;

import org.jspecify.annotations.NullMarked;
