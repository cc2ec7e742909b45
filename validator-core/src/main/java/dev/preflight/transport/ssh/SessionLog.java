package dev.preflight.transport.ssh;

import com.jcraft.jsch.Logger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints nothing; keeps the exception that ended a session, which jsch tells no one but its log, and tells right before
 * it closes the channels.
 */
final class SessionLog implements Logger {
    /** How jsch's text begins when its reader, which begins when the login is over, ends. */
    private static final String MAIN_LOOP = "Caught an exception, leaving main loop";

    private volatile boolean running;
    private volatile Optional<Throwable> end = Optional.empty();
    private Runnable onEnd = () -> {};
    private boolean down;

    /** From now on an exception is the end of the session. */
    void loggedIn() {
        running = true;
    }

    /** Calls this when the session is down, or now if it is. */
    void onEnd(Runnable action) {
        boolean late;
        synchronized (this) {
            onEnd = action;
            late = down;
        }
        if (late) {
            action.run();
        }
    }

    /** Notes that jsch's reader has ended: by now the session is not connected any more. */
    void readerEnded() {
        Runnable action;
        synchronized (this) {
            down = true;
            action = onEnd;
        }
        action.run();
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
        boolean over = running || message.startsWith(MAIN_LOOP);
        if (over && level == INFO && end.isEmpty()) {
            end = Optional.ofNullable(cause);
        }
    }
}
