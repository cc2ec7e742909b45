/** Tables of data that lie as YAML beside a check and are read like profiles. */
@NullMarked
package dev.preflight.table;

import org.jspecify.annotations.NullMarked;
