package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Call;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.PasswordPrompt;
import dev.preflight.transport.Session;
import dev.preflight.transport.SlowlyTold;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.StdinFeedContract;
import dev.preflight.transport.TransportException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStdinFeedTest implements StdinFeedContract {
    private final Cancellation cancellation = new Cancellation();
    private final Session session = new LocalTransport().open(Host.local(), cancellation);
    private final StdinFeed later = new StdinFeed();

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Cancellation abort() {
        return cancellation;
    }

    @Override
    public StdinFeed later() {
        return later;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSinkIsToldBeforeTheLastOfTheInput(boolean passwordPrompt) throws TransportException {
        int length = 200_000;
        SlowlyTold sink = new SlowlyTold();
        Optional<PasswordPrompt> asks = passwordPrompt
                ? Optional.of(new PasswordPrompt("ASK-1", "READY-1", Optional.empty()))
                : Optional.empty();
        String say = passwordPrompt ? "echo READY-1; " : "";
        byte[] input = new byte[length];
        Call call = new Call(say + "head -c " + length + " | wc -c", input, asks, false, Optional.of(later));
        assertThat(session.run(call, sink)).hasValue(0);
        sink.assertToldFirst();
    }
}
