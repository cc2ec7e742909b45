package dev.preflight.fact;

import java.util.Locale;

/** How the constants of enums are spelled in profiles, reports and evidence. */
public final class CodeName {
    private CodeName() {}

    /** The name of a constant in lower case with hyphens: {@code NO_PERMISSION} is {@code no-permission}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
