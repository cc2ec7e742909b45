package dev.preflight.fact;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The environment in which a fact is read: one of the ways in which an installer runs commands, or {@link #CLEAN}.
 *
 * <p>All but {@link #CLEAN} leave umask, PATH and locale as the host sets them, because these are what is measured
 * there. All other facts are read in {@link #CLEAN}.
 */
public enum Context {
    /** {@code env -i} with a fixed PATH, {@code LC_ALL=C} and {@code TZ=UTC}: the text of tools is the same everywhere. */
    CLEAN("clean", Entry.SCRIPT),
    /** What {@code ssh user@host CMD} gives. */
    EXEC("exec", Entry.SCRIPT),
    /** What {@code $SHELL -lc CMD} gives; {@code sh -lc} where the login shell takes no {@code -lc}. */
    LOGIN("login", Entry.OTHER_SHELL),
    /** What {@code sudo sh -c CMD} gives. */
    SUDO("sudo", Entry.OTHER_SHELL),
    /** What {@code sudo -i CMD} gives: root's own login shell. */
    SUDO_I("sudo-i", Entry.OTHER_SHELL),
    /** What root's {@code su USER -c CMD} gives: mostly the caller's environment. */
    SU("su", Entry.OTHER_SHELL),
    /** What root's {@code su - USER -c CMD} gives: a full login. */
    SU_LOGIN("su-", Entry.OTHER_SHELL),
    /** A file that is created through SFTP without a mode. */
    UPLOAD("upload", Entry.SFTP),
    /** A service of systemd; its unit is read, nothing is run. */
    UNIT("unit", Entry.NONE),
    /** A job of cron; its tables are read, nothing is run. */
    CRON("cron", Entry.NONE);

    /** How a probe gets there. */
    private enum Entry {
        SCRIPT,
        OTHER_SHELL,
        SFTP,
        NONE
    }

    /**
     * The first line of a probe's output in a context where another program starts the shell, see
     * {@link #entersAnotherShell}.
     */
    public static final String ENTERED = "@@PF entered";

    private final String id;
    private final Entry entry;

    Context(String id, Entry entry) {
        this.id = id;
        this.entry = entry;
    }

    /** The spelling in profiles, evidence and reports. */
    public String id() {
        return id;
    }

    /** Whether a profile may name it: no installer runs commands in {@link #CLEAN}. */
    public boolean mayBeNamed() {
        return this != CLEAN;
    }

    /** Whether a probe's script runs there. The others use SFTP, or are read from files by facts of their own. */
    public boolean runsScripts() {
        return entry == Entry.SCRIPT || entry == Entry.OTHER_SHELL;
    }

    /**
     * Whether another program runs before the probe, and may print something or refuse. A probe there first prints
     * {@link #ENTERED}; without that line it never ran.
     */
    public boolean entersAnotherShell() {
        return entry == Entry.OTHER_SHELL;
    }

    /** Whether who enters it says as which user: root's {@code su} starts the session of another user. */
    public boolean needsUser() {
        return this == SU || this == SU_LOGIN;
    }

    /** The context with this id, or empty. */
    public static Optional<Context> ofId(String id) {
        return Stream.of(values()).filter(c -> c.id.equals(id)).findFirst();
    }
}
