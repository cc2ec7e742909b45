/** What a run found: the hosts with their findings and verdicts. The engine makes it, the reports render it. */
@NullMarked
package dev.preflight.result;

import org.jspecify.annotations.NullMarked;
