/** What is read on a host: facts, the probes that read them, and the reasons why one may be missing. */
@NullMarked
package dev.preflight.fact;

import org.jspecify.annotations.NullMarked;
