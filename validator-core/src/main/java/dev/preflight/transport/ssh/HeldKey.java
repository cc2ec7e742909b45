package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;

/** A key that is held here for jsch: jsch neither unlocks it nor clears it. */
interface HeldKey extends Identity {
    /** What messages call it. */
    String name();

    @Override
    default String getName() {
        return name();
    }

    @Override
    default boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    /** Not to jsch, which would ask for the passphrase before it has asked the server. */
    @Override
    default boolean isEncrypted() {
        return false;
    }

    @Override
    default void clear() {
        // Shared by all hosts.
    }
}
