package dev.preflight.transport.ssh;

import com.jcraft.jsch.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server said during one login; answers no question that jsch may ask. */
final class AuthObserver implements UserInfo {
    private volatile Optional<String> offered = Optional.empty();

    /** The methods that the server named when it refused, comma separated; empty if it named none. */
    Optional<String> offered() {
        return offered;
    }

    void offered(String methods) {
        offered = Optional.of(methods);
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    /** No: the one attempt at a password was made already. */
    @Override
    public boolean promptPassword(String message) {
        return false;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // A banner is for people who log in.
    }
}
