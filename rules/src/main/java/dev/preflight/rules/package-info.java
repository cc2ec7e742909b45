/**
 * The expression language of rules: CEL, by its own library, with our bounds and messages. Only this package knows the
 * library, and nothing but {@link dev.preflight.rules.CelRuleLanguage} is used from outside.
 */
@NullMarked
package dev.preflight.rules;

import org.jspecify.annotations.NullMarked;
