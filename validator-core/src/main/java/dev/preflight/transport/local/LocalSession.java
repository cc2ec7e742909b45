package dev.preflight.transport.local;

import dev.preflight.transport.Call;
import dev.preflight.transport.CommandRun;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DaemonExecutor;
import org.apache.commons.exec.DefaultExecutor;

/** The commands that run here for one host of the inventory. */
final class LocalSession implements Session {
    private final Set<LocalRun> runs = ConcurrentHashMap.newKeySet();
    private volatile Optional<HostFailure> ended = Optional.empty();

    @Override
    public String remoteAddress() {
        return "";
    }

    @Override
    public OptionalInt run(Call call, OutputSink sink) throws TransportException {
        if (call.terminal()) {
            // Java makes none, and the one that we may have been started from is its user's.
            byte[] said = "on this machine no terminal is made: start preflight as root instead"
                    .getBytes(StandardCharsets.UTF_8);
            sink.err(said, 0, said.length);
            return OptionalInt.empty();
        }
        CommandRun command = new CommandRun(call, sink);
        LocalRun run = new LocalRun(command);
        runs.add(run);
        try {
            if (ended.isPresent()) {
                throw new TransportException(ended.get(), null);
            }
            DefaultExecutor executor =
                    DaemonExecutor.builder().setExecuteStreamHandler(run).get();
            executor.setProcessDestroyer(run);
            // Every exit status is an answer.
            executor.setExitValues(null);
            executor.execute(
                    new CommandLine("/bin/sh").addArgument("-c", false).addArgument(call.command(), false), run);
            run.begun();
            command.awaitOver();
            return result(command, run);
        } catch (IOException e) {
            throw cannotStart(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(HostFailure.of(TransportFailure.INTERRUPTED), e);
        } finally {
            run.end();
            command.settle();
            awaitGone(run);
            runs.remove(run);
        }
    }

    /** There is no SFTP where there is no SSH. */
    @Override
    public Optional<Upload> upload(List<String> directories) {
        return Optional.empty();
    }

    private OptionalInt result(CommandRun command, LocalRun run) throws TransportException {
        command.rethrow();
        if (command.sinkDone()) {
            return run.status();
        }
        if (ended.isPresent()) {
            throw new TransportException(ended.get(), null);
        }
        if (run.failure().isPresent()) {
            throw cannotStart(run.failure().get());
        }
        return run.status();
    }

    /** Nothing of a command outlives its run; an interrupted wait does not stop what ends it. */
    private static void awaitGone(LocalRun run) {
        try {
            run.awaitGone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TransportException cannotStart(Exception e) {
        return new TransportException(
                HostFailure.of(TransportFailure.NO_SHELL).with("said", String.valueOf(e.getMessage())), e);
    }

    void end(TransportFailure why) {
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(HostFailure.of(why));
        }
        runs.forEach(LocalRun::end);
    }

    @Override
    public void close() {
        end(TransportFailure.CLOSED_MIDWAY);
    }
}
