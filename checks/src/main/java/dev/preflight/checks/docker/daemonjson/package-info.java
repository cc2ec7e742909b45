/** How the Docker engine is started and configured: {@code daemon.json}, the options of {@code dockerd}, and what it says of them. */
@NullMarked
package dev.preflight.checks.docker.daemonjson;

import org.jspecify.annotations.NullMarked;
