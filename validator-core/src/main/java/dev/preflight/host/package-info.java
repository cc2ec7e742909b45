/** What kind of host it is: the one fact that is read everywhere, for selectors and for the page. */
@NullMarked
package dev.preflight.host;

import org.jspecify.annotations.NullMarked;
