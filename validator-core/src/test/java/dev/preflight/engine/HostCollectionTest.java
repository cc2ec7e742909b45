package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.probe.HostRoom;
import dev.preflight.probe.Redactor;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Upload;
import dev.preflight.transport.Upload.Made;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class HostCollectionTest {
    private static final FactRequest<String> SECRET = Fact.scripted("secret", "cat /etc/shadow\n")
            .prefersRoot()
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private static final FactRequest<String> MADE = Fact.scripted("made", "exit 1\n")
            .parsedBy(output -> Reading.got(output.text()))
            .in(Context.UPLOAD)
            .withArguments(List.of("/opt/a", "/opt/b"));

    private final Session session = mock(Session.class);

    private HostEvidence collect(boolean become) {
        return collect(become, List.of(SECRET));
    }

    private HostEvidence collect(boolean become, List<FactRequest<?>> requests) {
        return collect(become, requests, () -> session);
    }

    /** Gives a session, or refuses one. */
    private interface Sessions {
        Session next() throws TransportException;
    }

    private HostEvidence collect(List<FactRequest<?>> requests, Sessions sessions) {
        return collect(false, requests, sessions);
    }

    private HostEvidence collect(boolean become, List<FactRequest<?>> requests, Sessions sessions) {
        HostPlan plan = new HostPlan(Host.local(), List.of(), List.of(), requests, become);
        HostCollection collection = new HostCollection(
                plan,
                (host, cancellation) -> sessions.next(),
                new ReaderMaker(new Redactor(List.of()), Clock.systemUTC(), HostRoom.alone()),
                new HostCollection.Manner(Runnable::run, Duration.ofMinutes(10), Optional.empty(), true),
                Optional.empty());
        collection.collect(new Cancellation(), session -> {}).ifPresent(collection::notReached);
        return collection.evidence();
    }

    private static OptionalInt say(OutputSink sink, String err) {
        byte[] bytes = err.getBytes(StandardCharsets.UTF_8);
        sink.err(bytes, 0, bytes.length);
        return OptionalInt.of(1);
    }

    @Test
    void aSessionThatBreaksIsClosedAndTheFailureKept() throws TransportException {
        when(session.remoteAddress()).thenReturn("10.0.0.7");
        when(session.run(any(), any(), any()))
                .thenThrow(new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null));
        HostEvidence evidence = collect(false);
        InOrder order = inOrder(session);
        order.verify(session).run(any(), any(), any());
        order.verify(session).close();
        assertThat(evidence.failure().map(HostFailure::failure)).hasValue(TransportFailure.CLOSED_MIDWAY);
        assertThat(evidence.host().address()).isEqualTo("10.0.0.7");
    }

    @Test
    void whatPreparingThrowsIsAnErrorOfOursAndTheHostIsNotAsked() {
        HostCollection collection = new HostCollection(
                new HostPlan(Host.local(), List.of(), List.of(), List.of(SECRET), false),
                new Transport() {
                    @Override
                    public void prepare(Host host) {
                        throw new IllegalStateException("a bug");
                    }

                    @Override
                    public Session open(Host host, Cancellation cancellation) {
                        throw new AssertionError("it was asked");
                    }
                },
                new ReaderMaker(new Redactor(List.of()), Clock.systemUTC(), HostRoom.alone()),
                new HostCollection.Manner(Runnable::run, Duration.ofMinutes(10), Optional.empty(), false),
                Optional.empty());
        collection.prepare();
        var unused = collection.collect(new Cancellation(), session -> {});
        assertThat(collection.evidence().failure()).hasValueSatisfying(why -> {
            assertThat(why.failure()).isEqualTo(TransportFailure.INTERNAL_ERROR);
            assertThat(why.details().get("said")).contains("a bug");
        });
    }

    @Test
    void sudoThatIsRefusedConcernsTheRootLaneAloneAndNotTheHost() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(Call.class), any())).thenAnswer(call -> {
            assertThat(call.<Call>getArgument(0).command()).startsWith("exec sudo -n /bin/sh -c ");
            return say(call.getArgument(1), "sudo: a password is required\n");
        });
        when(session.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        HostEvidence evidence = collect(true);
        assertThat(evidence.failure()).isEmpty();
        assertThat(evidence.lanes()).singleElement().satisfies(lane -> {
            assertThat(lane.lane()).isEqualTo(Lane.ROOT);
            assertThat(lane.failure().orElseThrow().reason()).isEqualTo(Reason.SUDO_PASSWORD);
        });
        assertThat(evidence.lanes()).extracting(LaneEvidence::noise).containsExactly("sudo: a password is required");
    }

    @Test
    void whatIsUploadedIsToldInTheWordsOfTheProbe() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        OptionalInt none = OptionalInt.empty();
        when(session.upload(List.of("/opt/a", "/opt/b")))
                .thenReturn(Optional.of(new Upload(List.of(
                        new Made("/home/a", true, OptionalInt.of(0640), OptionalInt.of(0750), 7, 7, ""),
                        new Made("/opt/a", false, none, none, -1, -1, ""),
                        new Made("/opt/b", true, none, none, -1, -1, "Permission\ndenied")))));
        String me = System.getProperty("user.name");
        assertThat(uploaded(MADE.as(me)))
                .isEqualTo("0027\ndir /home/a\n640\n750\ndir /opt/a\nabsent\n"
                        + "dir /opt/b\nPermission denied\nunmeasured\nnames\n" + me + "\n" + me + "\n");
        assertThat(uploaded(MADE.as("some body")))
                .isEqualTo("no-permission logged in as " + me + ", not as the install user some body");
    }

    @Test
    void aHostWithoutSftpLacksATool() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        when(session.upload(any())).thenReturn(Optional.empty());
        assertThat(uploaded(MADE)).isEqualTo("no-tool this host has no SFTP");
    }

    @Test
    void sftpThatBreaksTheConnectionComesLastAndHarmsNothingElse() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        when(session.upload(any()))
                .thenThrow(new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null));
        assertThat(uploaded(MADE)).isEqualTo("died the connection broke while SFTP was used");
        InOrder order = inOrder(session);
        order.verify(session).run(any(), any(), any());
        order.verify(session).upload(any());
        assertThat(collect(false, List.of(MADE, SECRET)).failure().map(HostFailure::failure))
                .isNotEqualTo(Optional.of(TransportFailure.CLOSED_MIDWAY));
    }

    @Test
    void aHostThatBreaksBeforeHasNothingToSayOfUploads() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any()))
                .thenThrow(new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null));
        HostEvidence evidence = collect(false, List.of(MADE, SECRET));
        assertThat(evidence.lanes()).extracting(LaneEvidence::lane).doesNotContain(Lane.UPLOAD);
        assertThat(Readings.of(evidence, List.of(MADE)).reading(MADE))
                .isEqualTo(Reading.missing(Reason.UNREACHABLE, "closed-midway"));
        verify(session, never()).upload(any());
    }

    private String uploaded(FactRequest<String> request) {
        HostEvidence evidence = collect(false, List.of(request, SECRET));
        LaneEvidence lane = evidence.lanes().stream()
                .filter(l -> l.lane() == Lane.UPLOAD)
                .findFirst()
                .orElseThrow();
        return Readings.parsed(request, lane.frames().get(0), lane.failure())
                .fold(text -> text, missing -> missing.reason().code() + " " + missing.detail());
    }

    @Test
    void whatRootWouldHaveReadIsAskedForAgainAsTheLoginUser() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(Call.class), any())).thenAnswer(call -> say(call.getArgument(1), "refused\n"));
        when(session.run(any(), any(), any())).thenAnswer(call -> {
            assertThat(call.<String>getArgument(0)).startsWith("exec /bin/sh -c ");
            return say(call.getArgument(2), "");
        });
        collect(true);
        verify(session).run(any(), any(), any());
    }

    private static FactRequest<String> in(Lane lane) {
        return Fact.scripted(lane.id(), "exit 1\n")
                .lane(lane)
                .parsedBy(output -> Reading.got(output.text()))
                .request();
    }

    @Test
    void aSecondSessionBeginsWhenTheFirstIsOver() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        List<Session> sessions = new ArrayList<>(List.of(session, mock(Session.class)));
        Session second = sessions.get(1);
        when(second.run(any(), any(), any())).thenAnswer(call -> say(call.getArgument(2), ""));
        boolean[] full = {true};
        collect(List.of(in(Lane.RETURN), in(Lane.LAST), in(Lane.USER)), () -> {
            if (sessions.size() == 1 && full[0]) {
                // One login more than sshd takes at once: the next try finds it.
                full[0] = false;
                throw new TransportException(HostFailure.of(TransportFailure.TURNED_AWAY), null);
            }
            return sessions.remove(0);
        });
        InOrder order = inOrder(session, second);
        order.verify(session, times(2)).run(any(), any(), any());
        order.verify(session).close();
        order.verify(second).run(any(), any(), any());
        order.verify(second).close();
    }

    @Test
    void aSecondSessionThatCannotBeHadConcernsItsLaneAlone() throws TransportException {
        when(session.remoteAddress()).thenReturn("");
        when(session.run(any(), any(), any())).thenAnswer(call -> {
            OutputSink sink = call.getArgument(2);
            byte[] all = new byte[0];
            sink.out(all, 0, 0);
            return OptionalInt.of(0);
        });
        List<Session> sessions = new ArrayList<>(List.of(session));
        HostEvidence evidence = collect(List.of(in(Lane.RETURN), in(Lane.USER)), () -> {
            if (sessions.isEmpty()) {
                throw new TransportException(HostFailure.of(TransportFailure.AUTH_FAILED), null);
            }
            return sessions.remove(0);
        });
        assertThat(evidence.lanes())
                .filteredOn(lane -> lane.lane() == Lane.RETURN)
                .singleElement()
                .satisfies(lane ->
                        assertThat(lane.failure().orElseThrow().said()).isEqualTo(TransportFailure.AUTH_FAILED.code()));
        assertThat(evidence.failure().map(HostFailure::failure))
                .isNotEqualTo(Optional.of(TransportFailure.AUTH_FAILED));
    }
}
