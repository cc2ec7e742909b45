/** Tests of the command, in this process and in real ones. */
package dev.preflight.cli;
