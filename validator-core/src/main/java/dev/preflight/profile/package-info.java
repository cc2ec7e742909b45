/** Which checks run, with which parameters and severities, on which hosts. */
@NullMarked
package dev.preflight.profile;

import org.jspecify.annotations.NullMarked;
