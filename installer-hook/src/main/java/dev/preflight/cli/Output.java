package dev.preflight.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream of text in UTF-8 that keeps why it could not be written: a {@link PrintStream} alone says only that. */
final class Output extends PrintStream {
    /** A pipe takes a piece in microseconds, a slow terminal in milliseconds; a machine out of breath needs a second. */
    private static final Duration STUCK = Duration.ofSeconds(4);

    private final Watched watched;

    private Output(Watched watched) {
        super(new BufferedOutputStream(watched), false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static Output to(OutputStream stream) {
        return new Output(new Watched(stream));
    }

    /** A line may be waited for. */
    @Override
    public void println(String line) {
        super.println(line);
        flush();
    }

    /** Writes out what is left; returns why something could not be written, if that is so. */
    Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(watched.failure);
    }

    /** Whether a single piece has waited for its reader for so long that nobody may be there. */
    boolean stuck() {
        long since = watched.since;
        return since != 0 && System.nanoTime() - since > STUCK.toNanos();
    }

    /**
     * Whether this is because the reader has gone (EPIPE), as that of {@code | head} does when it has seen enough. Java
     * has no type for it, only the system's words, in the language of the user; so the system is asked for them.
     */
    static boolean readerGone(IOException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("Broken pipe") || said.equals(brokenPipe());
    }

    private static String brokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            try (var sink = pipe.sink()) {
                pipe.source().close();
                sink.write(ByteBuffer.wrap(new byte[] {0}));
                return "";
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Keeps the first failure. */
    private static final class Watched extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        private volatile long since;

        private Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            // Zero means that nothing is being written.
            since = System.nanoTime() | 1;
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw keep(e);
            } finally {
                since = 0;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw keep(e);
            }
        }

        private synchronized IOException keep(IOException e) {
            if (failure == null) {
                failure = e;
            }
            return e;
        }
    }
}
