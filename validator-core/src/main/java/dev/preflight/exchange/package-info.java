/**
 * The exchange between hosts: every host listens, then every host sends to its peers, then every host says what it heard.
 * What is wanted of it, and the facts that come back.
 */
@NullMarked
package dev.preflight.exchange;

import org.jspecify.annotations.NullMarked;
