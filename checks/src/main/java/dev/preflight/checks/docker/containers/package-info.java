/** Containers and their networks: names, and the CPU that they are promised. */
@NullMarked
package dev.preflight.checks.docker.containers;

import org.jspecify.annotations.NullMarked;
