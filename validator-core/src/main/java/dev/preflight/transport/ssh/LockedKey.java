package dev.preflight.transport.ssh;

import dev.preflight.transport.ssh.KeyFiles.Loaded;
import dev.preflight.transport.ssh.KeyFiles.Unusable;
import dev.preflight.transport.ssh.KeyFiles.Usable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted key whose public part is known: its passphrase is asked for only if the server would take the key, as ssh
 * does.
 *
 * @param name its file
 * @param line its public part
 * @param unlock gives the key, asking for the passphrase the first time
 */
record LockedKey(String name, PublicKeyLine line, Supplier<Loaded> unlock) implements HeldKey {
    @Override
    public byte[] getPublicKeyBlob() {
        return line.blob();
    }

    @Override
    @SuppressWarnings("NullAway") // null tells jsch that there is no signature
    public byte[] getSignature(byte[] data) {
        return unlock.get() instanceof Usable usable ? usable.pair().getSignature(data) : none();
    }

    @Override
    @SuppressWarnings("NullAway")
    public byte[] getSignature(byte[] data, String algorithm) {
        return unlock.get() instanceof Usable usable ? usable.pair().getSignature(data, algorithm) : none();
    }

    /** Why it cannot be unlocked. */
    String why() {
        return unlock.get() instanceof Unusable unusable ? unusable.why() : "it did not sign";
    }

    private static byte @Nullable [] none() {
        return null;
    }

    @Override
    public String getAlgName() {
        return line.type();
    }
}
