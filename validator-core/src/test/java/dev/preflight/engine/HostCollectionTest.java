package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.probe.Redactor;
import dev.preflight.transport.Abort;
import dev.preflight.transport.Call;
import dev.preflight.transport.CommandEnd;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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

    private final Session session = mock(Session.class);

    private HostEvidence collect(boolean become) {
        HostPlan plan = new HostPlan(Host.local(), List.of(), List.of(), List.of(SECRET), become);
        HostCollection collection = new HostCollection(
                plan,
                (host, abort) -> session,
                new Redactor(List.of()),
                Clock.systemUTC(),
                Runnable::run,
                Duration.ofSeconds(5),
                Optional.empty());
        collection.collect(new Abort());
        return collection.evidence();
    }

    private static CommandEnd say(OutputSink sink, String err) {
        byte[] bytes = err.getBytes(StandardCharsets.UTF_8);
        sink.err(bytes, 0, bytes.length);
        return new CommandEnd(false, OptionalInt.of(1));
    }

    @Test
    void aSessionThatBreaksIsClosedAndTheFailureKept() throws TransportException {
        when(session.remoteAddress()).thenReturn("10.0.0.7");
        when(session.run(any(), any(), any()))
                .thenThrow(new TransportException(Unreachable.of(TransportFailure.CLOSED_MIDWAY), null));
        HostEvidence evidence = collect(false);
        InOrder order = inOrder(session);
        order.verify(session).run(any(), any(), any());
        order.verify(session).close();
        assertThat(evidence.failure().map(Unreachable::failure)).hasValue(TransportFailure.CLOSED_MIDWAY);
        assertThat(evidence.host().address()).isEqualTo("10.0.0.7");
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
            assertThat(lane.failure().orElseThrow().reason()).isEqualTo(Reason.NO_PERMISSION);
        });
        assertThat(evidence.lanes()).extracting(LaneEvidence::noise).containsExactly("sudo: a password is required");
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
}
