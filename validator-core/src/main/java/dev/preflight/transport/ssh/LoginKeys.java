package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Vector;

/** The keys to try on one host, for jsch; notes which were tried, and when jsch first asks for them. */
final class LoginKeys implements IdentityRepository {
    private final List<Identity> keys;
    private final Runnable onLogin;
    private final Set<String> tried = Collections.synchronizedSet(new LinkedHashSet<>());

    /**
     * Offers these keys in this order.
     *
     * @param onLogin called when the server has agreed on keys and proven its own, so that the login begins
     */
    LoginKeys(List<Identity> keys, Runnable onLogin) {
        this.keys = List.copyOf(keys);
        this.onLogin = onLogin;
    }

    /** Names of the keys that were offered to the server, in order. */
    List<String> tried() {
        synchronized (tried) {
            return List.copyOf(tried);
        }
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the interface wants a Vector
    public Vector<Identity> getIdentities() {
        onLogin.run();
        List<Identity> noted = new ArrayList<>();
        keys.forEach(key -> noted.add(new Noted(key, tried)));
        return new Vector<>(noted);
    }

    @Override
    public String getName() {
        return "preflight";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        // The keys belong to all hosts.
    }

    /** A key from a file, unlocked already. */
    record FileKey(String name, KeyPair pair) implements Identity {
        @Override
        public boolean setPassphrase(byte[] passphrase) {
            return true;
        }

        @Override
        public byte[] getPublicKeyBlob() {
            return pair.getPublicKeyBlob();
        }

        @Override
        public byte[] getSignature(byte[] data) {
            return pair.getSignature(data);
        }

        @Override
        public byte[] getSignature(byte[] data, String algorithm) {
            return pair.getSignature(data, algorithm);
        }

        @Override
        public String getAlgName() {
            return pair.getKeyTypeString();
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public void clear() {
            // Shared by all hosts.
        }
    }

    private record Noted(Identity key, Set<String> tried) implements Identity {
        @Override
        public boolean setPassphrase(byte[] passphrase) {
            return true;
        }

        /** jsch asks for it right before it offers the key. */
        @Override
        public byte[] getPublicKeyBlob() {
            tried.add(key.getName());
            return key.getPublicKeyBlob();
        }

        @Override
        public byte[] getSignature(byte[] data) {
            return key.getSignature(data);
        }

        @Override
        public byte[] getSignature(byte[] data, String algorithm) {
            return key.getSignature(data, algorithm);
        }

        @Override
        public String getAlgName() {
            return key.getAlgName();
        }

        @Override
        public String getName() {
            return key.getName();
        }

        @Override
        public boolean isEncrypted() {
            return false;
        }

        @Override
        public void clear() {
            // Shared by all hosts.
        }
    }
}
