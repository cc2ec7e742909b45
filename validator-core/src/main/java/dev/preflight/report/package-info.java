/** What a run found, as text, JSON and JUnit XML; pure. */
@NullMarked
package dev.preflight.report;

import org.jspecify.annotations.NullMarked;
