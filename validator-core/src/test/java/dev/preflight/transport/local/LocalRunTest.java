package dev.preflight.transport.local;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.preflight.transport.Call;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.CommandRun;
import dev.preflight.transport.StdinFeed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class LocalRunTest {
    @Test
    void inputThatTheCommandDidNotReadIsNoFailureWhenItsStreamIsClosed() throws Exception {
        Call call = Call.of("true", new byte[0]).with(new StdinFeed());
        LocalRun run = new LocalRun(new CommandRun(call, new CollectedOutput()));
        try (OutputStream stdin = new BufferedOutputStream(new EndedCommand())) {
            stdin.write('x');
            run.setProcessInputStream(stdin);
            run.setProcessOutputStream(InputStream.nullInputStream());
            run.setProcessErrorStream(InputStream.nullInputStream());
            run.start();
            run.stop();
            assertThatCode(stdin::close).doesNotThrowAnyException();
        }
    }

    private static final class EndedCommand extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
