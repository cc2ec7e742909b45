/** What two runs differ in. Pure: it sees two reports and touches neither evidence nor host. */
@NullMarked
package dev.preflight.compare;

import org.jspecify.annotations.NullMarked;
