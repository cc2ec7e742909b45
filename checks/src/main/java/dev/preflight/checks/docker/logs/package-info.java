/** What bounds the logs of containers. */
@NullMarked
package dev.preflight.checks.docker.logs;

import org.jspecify.annotations.NullMarked;
