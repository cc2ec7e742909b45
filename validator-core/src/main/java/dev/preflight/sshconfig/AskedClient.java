package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SameAnswers.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks ssh of many hosts: once for all of which the answer is proven to be the same, several side by side. */
final class AskedClient {
    /** One call takes 5 ms of a processor; more side by side than there are only wait. */
    private static final int SIDE_BY_SIDE =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

    /** For all together; each call has a limit of its own. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Surroundings here;
    private final ClientReading reading;

    AskedClient(Surroundings here, SshClient client) {
        this.here = here;
        this.reading = new ClientReading(client);
    }

    /** The logins in the order of the hosts; empty if this client cannot tell them. */
    Optional<List<SshLogin>> logins(List<SshAsk> asks) throws ProblemsException {
        SameAnswers same = new SameAnswers(new OwnReading(here));
        List<Optional<Proof>> proofs = asks.stream().map(same::proof).toList();
        Map<Object, SshAsk> distinct = new LinkedHashMap<>();
        for (int i = 0; i < asks.size(); i++) {
            distinct.putIfAbsent(key(asks.get(i), proofs.get(i)), asks.get(i));
        }
        Optional<Map<Object, Settings>> answers = ask(distinct);
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        List<SshLogin> logins = new ArrayList<>();
        Problems problems = new Problems();
        for (int i = 0; i < asks.size(); i++) {
            SshAsk ask = asks.get(i);
            Settings answer = Optional.ofNullable(answers.get().get(key(ask, proofs.get(i))))
                    .orElseThrow();
            Settings own = proofs.get(i)
                    .map(proof -> SameAnswers.of(answer, proof, ask))
                    .orElse(answer);
            note(problems, () -> logins.add(LoginOfSettings.ofClient(ask, own, here)));
        }
        problems.throwIfAny();
        return Optional.of(logins);
    }

    /** Something that may find problems. */
    private interface Step {
        void run() throws ProblemsException;
    }

    private static void note(Problems problems, Step step) {
        try {
            step.run();
        } catch (ProblemsException e) {
            e.problems().forEach(problem -> problems.add(problem.place(), problem.message(), problem.hint()));
        }
    }

    /** What is not proven is known by its own name and options alone. */
    private static Object key(SshAsk ask, Optional<Proof> proof) {
        return proof.isPresent() ? proof.get() : List.of(ask.name(), ask.options(), ask.config());
    }

    private Optional<Map<Object, Settings>> ask(Map<Object, SshAsk> distinct) throws ProblemsException {
        Map<Object, Settings> answers = new LinkedHashMap<>();
        Map<Object, SshAsk> rest = new LinkedHashMap<>(distinct);
        Map.Entry<Object, SshAsk> first = distinct.entrySet().iterator().next();
        rest.remove(first.getKey());
        try {
            // A broken file breaks them all: the first says so. It also tells whether this is a client that can be
            // asked.
            Optional<Settings> settings = reading.read(first.getValue());
            if (settings.isEmpty()) {
                return Optional.empty();
            }
            answers.put(first.getKey(), settings.get());
            sideBySide(rest, answers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemsException(Place.of("ssh -G"), "interrupted", "");
        }
        return Optional.of(answers);
    }

    private void sideBySide(Map<Object, SshAsk> asks, Map<Object, Settings> answers)
            throws ProblemsException, InterruptedException {
        if (asks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(SIDE_BY_SIDE, asks.size()), work -> {
            Thread thread = new Thread(work, "preflight-ssh-config");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            Map<Object, Future<Optional<Settings>>> futures = new LinkedHashMap<>();
            asks.forEach((key, ask) -> futures.put(key, threads.submit(() -> reading.read(ask))));
            Problems problems = new Problems();
            for (Map.Entry<Object, Future<Optional<Settings>>> one : futures.entrySet()) {
                Optional<Settings> settings = await(one.getValue(), end, problems);
                settings.ifPresent(found -> answers.put(one.getKey(), found));
            }
            problems.throwIfAny();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Settings> await(Future<Optional<Settings>> answer, long end, Problems problems)
            throws ProblemsException, InterruptedException {
        try {
            Optional<Settings> settings = answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (settings.isEmpty()) {
                problems.add(Place.of("ssh -G"), "ssh answers for some hosts only");
            }
            return settings;
        } catch (TimeoutException e) {
            throw new ProblemsException(
                    Place.of("ssh -G"),
                    "ssh does not say within " + LIMIT.toSeconds() + " s how it would log in to all hosts",
                    "see whether a 'Match exec' in ssh_config takes long");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemsException found) {
                note(problems, () -> {
                    throw found;
                });
                return Optional.empty();
            }
            throw new IllegalStateException(e);
        }
    }
}
