package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/** The keys to try on one host, for jsch; notes which were tried, and when jsch first asks for them. */
final class LoginKeys implements IdentityRepository {
    private final List<Identity> keys;
    private final Runnable onLogin;
    private final Set<String> tried = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<String> locked = Collections.synchronizedSet(new LinkedHashSet<>());
    private final List<Identity> accepted = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<Identity> last = Optional.empty();

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

    /** Files of keys that the server would take and that have stayed locked, each with the reason. */
    List<String> locked() {
        synchronized (locked) {
            return List.copyOf(locked);
        }
    }

    /**
     * All keys; but if jsch comes back for them, the server has accepted the last and wants one more ({@code
     * AuthenticationMethods publickey,publickey} of sshd_config(5)).
     */
    @Override
    @SuppressWarnings("JdkObsolete") // the interface wants a Vector
    public Vector<Identity> getIdentities() {
        onLogin.run();
        last.ifPresent(accepted::add);
        last = Optional.empty();
        Vector<Identity> noted = new Vector<>();
        keys.stream().filter(key -> !accepted.contains(key)).forEach(key -> noted.add(new Noted(key)));
        return noted;
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

    /** A key that says when it is used. */
    private final class Noted implements HeldKey {
        private final Identity key;

        Noted(Identity key) {
            this.key = key;
        }

        /** jsch asks for it right before it offers the key. */
        @Override
        public byte[] getPublicKeyBlob() {
            tried.add(key.getName());
            return key.getPublicKeyBlob();
        }

        @Override
        public byte[] getSignature(byte[] data) {
            return noted(key.getSignature(data));
        }

        @Override
        public byte[] getSignature(byte[] data, String algorithm) {
            return noted(key.getSignature(data, algorithm));
        }

        /** No signature means that the key stayed locked, or that the agent would not sign. */
        @SuppressWarnings("NullAway") // null is handed on
        private byte[] noted(byte @Nullable [] signature) {
            if (signature == null) {
                Identity signer = key instanceof CertifiedKey certified ? certified.key() : key;
                locked.add(key.getName() + ": " + (signer instanceof LockedKey file ? file.why() : "it did not sign"));
            } else {
                last = Optional.of(key);
            }
            return signature;
        }

        @Override
        public String name() {
            return key.getName();
        }

        @Override
        public String getAlgName() {
            return key.getAlgName();
        }
    }
}
