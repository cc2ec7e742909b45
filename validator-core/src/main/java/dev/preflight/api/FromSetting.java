package dev.preflight.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a check's parameter record whose default is the setting of the profile with the same name. The
 * component of that name and type of {@link #in} declares it: text, unit, default, example, limits, and whether it is
 * sent to the host are read from there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface FromSetting {
    /** What the check does with it, if the text of the setting does not say so; it is shown behind that text. */
    String value() default "";

    /** The record that declares the setting. */
    Class<? extends Record> in() default Settings.class;
}
