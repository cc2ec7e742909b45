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

/** A text stream in UTF-8 that keeps its first exception; {@link PrintStream} keeps only that there was one. */
final class Output extends PrintStream {
    /**
     * A write to a pipe takes microseconds, to a slow terminal milliseconds, on an overloaded machine up to a second.
     */
    private static final Duration STUCK = Duration.ofSeconds(4);

    private final Watched watched;

    private Output(Watched watched) {
        super(new BufferedOutputStream(watched), false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static Output to(OutputStream stream) {
        return new Output(new Watched(stream));
    }

    /** Flushes, because a reader may be waiting for the line. */
    @Override
    public void println(String line) {
        super.println(line);
        flush();
    }

    /** Flushes, and returns the first exception of this stream, if there was one. */
    Optional<IOException> failure() {
        flush();
        return Optional.ofNullable(watched.failure);
    }

    /** Whether a single write has been blocked for so long that the reader no longer reads. */
    boolean stuck() {
        long since = watched.since;
        return since != 0 && System.nanoTime() - since > STUCK.toNanos();
    }

    /**
     * Whether this is EPIPE: the reader closed the pipe, as {@code | head} does. Java has no exception type for it,
     * only the message of the system in the user's language, so the message is compared with that of a pipe closed on
     * purpose.
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
            // Never zero, because zero means that no write is in progress.
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
