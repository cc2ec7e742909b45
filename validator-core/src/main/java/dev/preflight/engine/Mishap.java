package dev.preflight.engine;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.concurrent.ExecutionException;

/**
 * Something thrown while one host was worked on. It concerns that host alone: its checks are
 * {@code unknown(internal-error)}, and the run goes on.
 *
 * <p>That holds of an {@link OutOfMemoryError}, too: what was too large was one host's, it is let go with that host, and the
 * host is undecided. If memory is short for other reasons, the next step fails as well. What says that the JVM itself is
 * broken ({@link InternalError}, {@link UnknownError}) is thrown on: nothing that it says can be trusted then.
 */
final class Mishap {
    /** How many characters of an exception the report shows. */
    private static final int LONGEST = 500;

    private Mishap() {}

    /**
     * What it makes of the host; throws on what says that the JVM is dying.
     *
     * @param thrown here, or in another thread that worked for the host meanwhile
     */
    static HostFailure of(Throwable thrown) {
        if (thrown instanceof ExecutionException elsewhere && elsewhere.getCause() != null) {
            return of(elsewhere.getCause());
        }
        boolean ofHost = thrown instanceof StackOverflowError || thrown instanceof OutOfMemoryError;
        if (thrown instanceof VirtualMachineError dying && !ofHost) {
            throw dying;
        }
        String said = thrown.toString();
        return HostFailure.of(TransportFailure.INTERNAL_ERROR)
                .with("said", said.substring(0, Math.min(said.length(), LONGEST)));
    }
}
