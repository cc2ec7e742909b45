package dev.preflight.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a check whose default is the profile's setting of the same name. The record {@link #in} declares
 * the setting by a component of the same name and type. Description, unit, default, example, limits, and whether it is
 * sent to the host are taken from there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FromSetting {
    /** What the check does with it, if the description of the setting does not say so; shown after that description. */
    String value() default "";

    /** An example as YAML text that suits the check better than that of the setting; empty: the setting's. */
    String example() default "";

    /** The record that declares the setting. */
    Class<? extends Record> in() default Settings.class;
}
