/** Test doubles and helpers for all modules; shipped in the test jar. */
package dev.preflight.testing;
