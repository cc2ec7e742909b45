package dev.preflight.transport.ssh;

import com.jcraft.jsch.Logger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints nothing; keeps the exception that ended a session, which jsch tells no one but its log, and tells right before
 * it closes the channels.
 */
final class SessionLog implements Logger {
    private volatile boolean running;
    private volatile Optional<Throwable> end = Optional.empty();

    /** From now on an exception is the end of the session. */
    void loggedIn() {
        running = true;
    }

    /** What ended the session; empty while it runs. */
    Optional<Throwable> end() {
        return end;
    }

    @Override
    public boolean isEnabled(int level) {
        return level == INFO;
    }

    @Override
    public void log(int level, String message) {
        // Not read.
    }

    @Override
    public void log(int level, String message, @Nullable Throwable cause) {
        if (running && level == INFO && end.isEmpty()) {
            end = Optional.ofNullable(cause);
        }
    }
}
