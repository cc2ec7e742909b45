/**
 * The expression language of rules: CEL, by its own library, with bounds and messages of ours. Only this package knows the
 * library, and nothing but {@link dev.preflight.rules.CelRuleLanguage} is used from outside.
 */
@NullMarked
package dev.preflight.rules;

import org.jspecify.annotations.NullMarked;
