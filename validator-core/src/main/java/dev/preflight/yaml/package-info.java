/** YAML text to located nodes, strict; the only importer of SnakeYAML. */
@NullMarked
package dev.preflight.yaml;

import org.jspecify.annotations.NullMarked;
