package dev.preflight.fact;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which environment a probe runs: one of the ways in which an installer runs commands, or a clean one of our own.
 *
 * <p>{@link #EXEC}, {@link #LOGIN} and {@link #SUDO} leave umask, PATH and locale as the host sets them, because these
 * are what is measured there. Everything else belongs into {@link #CLEAN}.
 */
public enum Context {
    /** {@code env -i} with a fixed PATH, {@code LC_ALL=C} and {@code TZ=UTC}: the text of tools is the same everywhere. */
    CLEAN,
    /** What {@code ssh user@host CMD} gives. */
    EXEC,
    /** What {@code $SHELL -lc CMD} gives; {@code sh -lc} where the login shell takes no {@code -lc}. */
    LOGIN,
    /** What {@code sudo -n sh -c CMD} gives. */
    SUDO;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The spelling in profiles, evidence and reports. */
    public String id() {
        return id;
    }

    /** The context with this id, or empty. */
    public static Optional<Context> ofId(String id) {
        return Stream.of(values()).filter(c -> c.id.equals(id)).findFirst();
    }
}
