/**
 * Finds credentials in what a host printed and masks them. Every rule is a scanner that walks over the bytes once: linear
 * time and no recursion, whatever the bytes are. A rule table says what is looked for ({@code SecretNames},
 * {@code TokenShapes}, {@code CommandOptions}), a scanner how far it reaches. Knows neither frames nor hosts.
 */
@NullMarked
package dev.preflight.redact;

import org.jspecify.annotations.NullMarked;
