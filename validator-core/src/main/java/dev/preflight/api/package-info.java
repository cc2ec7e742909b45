/** What a check is made of: needs, parameters, the judge, and the findings that come of it. */
@NullMarked
package dev.preflight.api;

import org.jspecify.annotations.NullMarked;
