package dev.preflight.api;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a failure is mended, as data. The texts of the check have a sentence {@code remedy.<id>}. If the remedy has
 * commands, they also have the shell texts {@code remedy.<id>.command} and {@code remedy.<id>.undo}, in which every
 * argument is quoted.
 *
 * @param id kebab-case, unique within the check
 * @param effect what applying it means for the host
 * @param privilege who has to run it
 * @param user the user who runs it where root is not needed; empty: the login user
 * @param reversible whether {@code undo} restores what was before
 * @param also whether it is needed as well as the remedies before it, rather than instead of them
 * @param args the values of the placeholders in the texts
 */
public record Remedy(
        String id,
        Effect effect,
        Privilege privilege,
        Optional<String> user,
        boolean reversible,
        boolean also,
        SortedMap<String, Arg> args) {

    /** What applying a remedy means for the host. */
    public enum Effect {
        /** Reversible, no service impact: may run unattended. */
        SAFE,
        /** The exact commands are shown, and a person confirms them. */
        CONFIRM,
        /** Described only. */
        MANUAL
    }

    /** Who has to run a remedy. */
    public enum Privilege {
        /** A user without special rights: the one that the remedy names, or else the login user. */
        USER,
        /** Root. */
        ROOT
    }

    public Remedy {
        args = Collections.unmodifiableSortedMap(new TreeMap<>(args));
    }

    /** A remedy that a person carries out. */
    public static Remedy manual(String id) {
        return new Remedy(id, Effect.MANUAL, Privilege.USER, Optional.empty(), false, false, new TreeMap<>());
    }

    /** A remedy with commands that disturb nothing and can be undone. */
    public static Remedy safe(String id, Privilege privilege) {
        return new Remedy(id, Effect.SAFE, privilege, Optional.empty(), true, false, new TreeMap<>());
    }

    /** A remedy with commands that a person confirms, and that can be undone. */
    public static Remedy confirm(String id, Privilege privilege) {
        return new Remedy(id, Effect.CONFIRM, privilege, Optional.empty(), true, false, new TreeMap<>());
    }

    /** The same remedy with one argument more. */
    public Remedy with(String name, Arg value) {
        SortedMap<String, Arg> more = new TreeMap<>(args);
        more.put(name, value);
        return new Remedy(id, effect, privilege, user, reversible, also, more);
    }

    /** The same remedy, run by this user, whose home directory and settings it changes. */
    public Remedy by(String itsUser) {
        Privilege needed = itsUser.equals("root") ? Privilege.ROOT : Privilege.USER;
        return new Remedy(id, effect, needed, Optional.of(itsUser), reversible, also, args);
    }

    /** The same remedy, marked as one that cannot be undone. */
    public Remedy once() {
        return new Remedy(id, effect, privilege, user, false, also, args);
    }

    /** The same remedy, needed as well as the ones before it, as what holds after the next boot is beside what holds now. */
    public Remedy asWell() {
        return new Remedy(id, effect, privilege, user, reversible, true, args);
    }
}
