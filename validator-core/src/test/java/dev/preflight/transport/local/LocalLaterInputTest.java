package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Abort;
import dev.preflight.transport.Call;
import dev.preflight.transport.Dialogue;
import dev.preflight.transport.LaterInput;
import dev.preflight.transport.LaterInputContract;
import dev.preflight.transport.Session;
import dev.preflight.transport.SlowlyTold;
import dev.preflight.transport.TransportException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLaterInputTest implements LaterInputContract {
    private final Abort abort = new Abort();
    private final Session session = new LocalTransport().open(Host.local(), abort);
    private final LaterInput later = new LaterInput();

    @Override
    public Session session() {
        return session;
    }

    @Override
    public Abort abort() {
        return abort;
    }

    @Override
    public LaterInput later() {
        return later;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theSinkIsToldBeforeTheLastOfTheInput(boolean dialogue) throws TransportException {
        int length = 200_000;
        SlowlyTold sink = new SlowlyTold();
        Optional<Dialogue> asks =
                dialogue ? Optional.of(new Dialogue("ASK-1", "READY-1", Optional.empty())) : Optional.empty();
        String say = dialogue ? "echo READY-1; " : "";
        byte[] input = new byte[length];
        Call call = new Call(say + "head -c " + length + " | wc -c", input, asks, false, Optional.of(later));
        assertThat(session.run(call, sink)).hasValue(0);
        sink.assertToldFirst();
    }
}
