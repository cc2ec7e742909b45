package dev.preflight.checks.software;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.define.Expected;
import dev.preflight.define.match.Answer;
import dev.preflight.define.read.Asked;
import dev.preflight.define.read.Form;
import dev.preflight.define.read.Read;
import dev.preflight.define.read.Reads;
import dev.preflight.define.read.Source.Command;
import dev.preflight.define.read.Source.Command.Stream;
import dev.preflight.define.value.Value;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One command against what is required of it. */
final class OutputRow {
    private static final String FACT = "command-output";

    /** Of wait(2). */
    private static final int HIGHEST_STATUS = 255;

    /** A shell says so of a file that it may not run: POSIX.1-2017, 2.8.2. */
    private static final int CANNOT_RUN = 126;

    /** A shell says so of a file that is not there, or whose interpreter is not: POSIX.1-2017, 2.8.2. */
    private static final int NOT_FOUND = 127;

    /** Of a process that SIGKILL ended: for want of memory, or after its time. */
    private static final int KILLED = 137;

    private static final SortedSet<Integer> ANY =
            IntStream.rangeClosed(0, HIGHEST_STATUS).boxed().collect(Collectors.toCollection(TreeSet::new));

    private final String key;
    private final OutputLimits limits;
    private final String installUser;

    /**
     * A row.
     *
     * @param installUser whose session {@code su} starts; empty if the profile does not say
     */
    OutputRow(Rows.Row<OutputLimits> row, String installUser) {
        this.installUser = installUser;
        this.key = row.key();
        this.limits = row.limits();
    }

    List<FactRequest<?>> requests() {
        List<FactRequest<?>> requests = new ArrayList<>();
        streams()
                .keySet()
                .forEach(stream ->
                        requests.add(asked(stream, Form.Plain.TEXT, ANY).request()));
        return requests;
    }

    /** What is read, and what is required of it; a status needs a call too. */
    private Map<Stream, Optional<Expected>> streams() {
        Map<Stream, Optional<Expected>> streams = new LinkedHashMap<>();
        if (limits.stdout().isPresent() || limits.stderr().isEmpty()) {
            streams.put(Stream.STDOUT, limits.stdout());
        }
        if (limits.stderr().isPresent()) {
            streams.put(Stream.STDERR, limits.stderr());
        }
        return streams;
    }

    private Asked<?> asked(Stream stream, Form form, SortedSet<Integer> exits) {
        Command command = new Command(limits.argv().argv(), exits, stream);
        return Reads.asked(FACT, new Read(command, form, limits.asRoot(), false, limits.timeout()), limits.calledIn())
                .by(installUser);
    }

    /** Its worst finding, and of several the first one. */
    Judgement judged(HostFacts facts) {
        List<Judgement> said = new ArrayList<>();
        streams().forEach((stream, expected) -> {
            Asked<?> asked = asked(stream, Form.Plain.TEXT, ANY);
            Judgement ended = ended(facts, stream);
            boolean read = ended.outcome() == Outcome.PASS && expected.isPresent();
            said.add((read ? printed(facts, stream, expected.get()) : ended)
                    .with("command", limits.shown())
                    .basedOn(asked.request()));
        });
        return first(said, Outcome.FAIL).or(() -> first(said, Outcome.UNKNOWN)).orElse(said.get(0));
    }

    private static Optional<Judgement> first(List<Judgement> said, Outcome outcome) {
        return said.stream().filter(one -> one.outcome() == outcome).findFirst();
    }

    private Subject subject() {
        return Subject.of("command", key);
    }

    /** How a call ended. */
    private Judgement ended(HostFacts facts, Stream stream) {
        // Whatever it printed, its status counts: what it prints when it fails is in no form.
        return asked(stream, Form.Plain.TEXT, ANY)
                .in(facts)
                .fold(
                        answer -> ended(answer.exit(), status(facts, stream)),
                        missing -> Judgement.unknown(missing, subject()));
    }

    /** Its status and the first line of what it said: that is its answer where no status counts as one. */
    private String status(HostFacts facts, Stream stream) {
        return asked(stream, Form.Plain.TEXT, new TreeSet<>()).in(facts).fold(answer -> "", Reading.Missing::detail);
    }

    private Judgement ended(OptionalInt exit, String status) {
        if (exit.isEmpty()) {
            return absent();
        }
        int number = exit.getAsInt();
        if (limits.exit().contains(number)) {
            return Judgement.pass(subject()).with("status", status);
        }
        return switch (number) {
            case NOT_FOUND -> absent().with("status", status);
            case CANNOT_RUN -> unknown(Reason.NO_PERMISSION, status);
            case KILLED -> unknown(Reason.DIED, status);
            default ->
                Judgement.fail("wrong-exit", subject())
                        .with("status", status)
                        .with(
                                "exit",
                                Arg.texts(limits.exit().stream()
                                        .map(String::valueOf)
                                        .toList()));
        };
    }

    private Judgement absent() {
        return Judgement.fail("absent", subject())
                .with("program", limits.argv().argv().get(0))
                .with("context", limits.context().map(one -> one.id()).orElse(""));
    }

    private Judgement unknown(Reason reason, String detail) {
        return Judgement.unknown(new Reading.Missing<>(reason, detail), subject());
    }

    /** What a call that ended well printed. */
    private Judgement printed(HostFacts facts, Stream stream, Expected expected) {
        Asked<?> asked = asked(stream, expected.form(), ANY);
        return asked.in(facts)
                .fold(
                        answer -> printed(stream, expected, answer.value()),
                        missing -> missing.reason() == Reason.FORMAT_MISMATCH && asked.misread(facts)
                                ? otherForm(stream, missing.detail())
                                : Judgement.unknown(missing, subject()));
    }

    private Judgement otherForm(Stream stream, String detail) {
        String mismatch = stream.word() + ": " + detail;
        return unknown(Reason.FORMAT_MISMATCH, mismatch).with("mismatch", mismatch);
    }

    private Judgement printed(Stream stream, Expected expected, Value value) {
        Answer answer = expected.test(value);
        if (answer.holds()) {
            return Judgement.pass(subject()).with("output", expected.found(value));
        }
        if (answer.unknown()) {
            return otherForm(stream, answer.detail());
        }
        return Judgement.fail("wrong-output", subject())
                .with("stream", stream.word())
                .with("found", expected.found(value))
                .with("content", expected.required());
    }
}
