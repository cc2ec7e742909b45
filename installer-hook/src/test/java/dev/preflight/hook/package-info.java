/** Tests of the hook. */
package dev.preflight.hook;
