/** Tests of the application service. */
package dev.preflight.app;
