/** Schemas by which editors complete and check the files that people write: profiles, inventories, tests. Made from the code. */
@NullMarked
package dev.preflight.schema;

import org.jspecify.annotations.NullMarked;
