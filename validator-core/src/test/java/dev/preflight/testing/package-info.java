/** Test doubles that other modules use too: servers to log in to, and what a test needs of the machine. */
package dev.preflight.testing;
