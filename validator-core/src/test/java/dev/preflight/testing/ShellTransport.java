package dev.preflight.testing;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transport without a network: every host is a real shell on this machine, unless a test gives it another behaviour.
 * Counts what was opened and run, and widens the limits of scripts: a busy machine is to reach none.
 */
public final class ShellTransport implements Transport {
    /** How a host behaves. */
    public enum Behaviour {
        /** Runs the command under {@code /bin/sh}. */
        SHELL,
        /** Refuses the connection. */
        REFUSES,
        /** Hangs in the connection until it is ended. */
        HANGS,
        /** Hangs in the connection, and does not even notice that it is ended. */
        IGNORES_ABORT,
        /** Answers with a word and no shell. */
        NOLOGIN,
        /** Gives a script that was eaten in part. */
        EATS_INPUT,
        /** Breaks after the first half of the output. */
        BREAKS_MIDWAY,
        /** Has a bug. */
        THROWS
    }

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** Gives a host a behaviour. */
    public ShellTransport host(String name, Behaviour behaviour) {
        behaviours.put(name, behaviour);
        return this;
    }

    /** How many sessions were opened. */
    public int opened() {
        return opened.get();
    }

    /** How many commands were run. */
    public int commands() {
        return commands.get();
    }

    /** How many sessions were open at once, at most. */
    public int mostOpen() {
        return mostOpen.get();
    }

    /** Each host is a door of its own: what one refuses says nothing of another. */
    @Override
    public Way way(Host host) {
        return Way.direct(host.name());
    }

    @Override
    public Session open(Host host, Cancellation cancellation) throws TransportException {
        opened.incrementAndGet();
        Behaviour behaviour = behaviours.getOrDefault(host.name(), Behaviour.SHELL);
        switch (behaviour) {
            case REFUSES -> throw new TransportException(HostFailure.of(TransportFailure.REFUSED), null);
            case THROWS -> throw new IllegalStateException("a bug of the transport");
            case HANGS -> {
                CountDownLatch ended = new CountDownLatch(1);
                cancellation.onAbort(ended::countDown);
                await(ended);
                throw new TransportException(HostFailure.of(cancellation.why().orElseThrow()), null);
            }
            case IGNORES_ABORT -> await(new CountDownLatch(1));
            default -> {
                int now = open.incrementAndGet();
                mostOpen.accumulateAndGet(now, Math::max);
            }
        }
        return new ShellSession(behaviour);
    }

    /** Waits for good: not even an interrupt wakes this host, and that is the point of it. */
    private static void await(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true;
            }
        }
    }

    private final class ShellSession implements Session {
        @Override
        public Optional<Upload> upload(List<String> directories) {
            return Optional.empty();
        }

        private final Behaviour behaviour;

        private ShellSession(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public OptionalInt run(Call call, OutputSink sink) throws TransportException {
            String script = new String(call.input(), StandardCharsets.UTF_8);
            byte[] input = Patience.with(script).getBytes(StandardCharsets.UTF_8);
            commands.incrementAndGet();
            if (behaviour == Behaviour.NOLOGIN) {
                byte[] word = "This account is currently not available.\n".getBytes(StandardCharsets.UTF_8);
                sink.out(word, 0, word.length);
                return OptionalInt.of(1);
            }
            try {
                Process process = new ProcessBuilder("/bin/sh", "-c", call.command()).start();
                try (OutputStream in = process.getOutputStream()) {
                    int from = behaviour == Behaviour.EATS_INPUT ? 100 : 0;
                    in.write(input, from, input.length - from);
                }
                byte[] out = process.getInputStream().readAllBytes();
                byte[] err = process.getErrorStream().readAllBytes();
                int length = behaviour == Behaviour.BREAKS_MIDWAY ? out.length / 2 : out.length;
                boolean unused = sink.out(out, 0, length);
                if (behaviour == Behaviour.BREAKS_MIDWAY) {
                    throw new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null);
                }
                sink.err(err, 0, err.length);
                return OptionalInt.of(process.waitFor());
            } catch (IOException e) {
                throw new TransportException(HostFailure.of(TransportFailure.OTHER), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransportException(HostFailure.of(TransportFailure.INTERRUPTED), e);
            }
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
