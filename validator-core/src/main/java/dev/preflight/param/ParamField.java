package dev.preflight.param;

import dev.preflight.api.FromSetting;
import dev.preflight.api.NamedParam;
import dev.preflight.api.Param;
import java.util.List;
import java.util.Optional;

/**
 * One parameter of a check, or one setting.
 *
 * @param name its name in YAML, such as {@code min_speed}
 * @param component its name in the record, such as {@code minSpeed}
 * @param description what it is for, one sentence without a period at its end
 * @param type what values it takes
 * @param unit of a number; empty where the type says it
 * @param defaultValue its default as YAML text; empty means the empty text, the empty list, or zero
 * @param example as YAML text; may be empty
 * @param kind whether it reaches the host
 * @param oldNames names in YAML that it had before
 * @param names what of the inventory it names
 * @param declaredIn the record of the setting that is its default; empty if it has a default of its own
 * @param named what declares it, if no record does
 * @param limits what its type allows and it does not
 */
public record ParamField(
        String name,
        String component,
        String description,
        ParamType type,
        String unit,
        String defaultValue,
        String example,
        Param.Kind kind,
        List<String> oldNames,
        Param.Names names,
        Optional<Class<? extends Record>> declaredIn,
        Optional<NamedParam> named,
        Limits limits) {

    /** Type and unit in words, such as {@code a whole number, in Mbit/s}. */
    public String typeWords() {
        String words = limits.words(type);
        return unit.isEmpty() ? words : words + ", in " + unit;
    }

    /** Whether the setting of the same name is its default. */
    public boolean setting() {
        return declaredIn.isPresent();
    }

    /** Whether a profile must give it, though its type may have an empty value. */
    public boolean required() {
        return named.filter(param -> param.defaultValue().isEmpty()).isPresent();
    }

    /** What is wrong with a value of the right type, if nothing but who declares it can tell. */
    Optional<String> refusal(Object value) {
        return named.flatMap(param -> param.refusal().apply(value));
    }

    /** Whether a value must be given: it has no default, and its type has no empty value. */
    public boolean isNeeded() {
        return ParamBinder.isRequired(this);
    }

    /** The parameter of a check whose default is this setting; its text says what the check does with it as well. */
    ParamField fromSetting(FromSetting from) {
        String text = from.value().isEmpty() ? description : description + "; " + from.value();
        String shown = from.example().isEmpty() ? example : from.example();
        return new ParamField(
                name,
                component,
                text,
                type,
                unit,
                defaultValue,
                shown,
                kind,
                oldNames,
                names,
                Optional.of(from.in()),
                named,
                limits);
    }
}
