/** JSON text to located nodes and back; the only importer of Jackson. */
@NullMarked
package dev.preflight.json;

import org.jspecify.annotations.NullMarked;
