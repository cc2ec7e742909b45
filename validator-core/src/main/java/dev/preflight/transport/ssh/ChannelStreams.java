package dev.preflight.transport.ssh;

import dev.preflight.transport.CommandRun;
import java.io.IOException;
import java.io.OutputStream;

/** The streams of one exec channel, as jsch calls them: they hand what comes to the command's run. */
final class ChannelStreams {
    private final CommandRun run;
    private final InputGate gate = new InputGate();

    ChannelStreams(CommandRun run) {
        this.run = run;
    }

    OutputStream out() {
        return new Out();
    }

    OutputStream err() {
        return new Err();
    }

    /** The command's standard input; see {@link InputGate}. */
    OutputStream input(OutputStream stdin) {
        return new In(stdin);
    }

    private void hand(boolean standardOutput, byte[] bytes, int offset, int length) {
        if (!run.hand(standardOutput, bytes, offset, length)) {
            run.end();
        }
    }

    private final class In extends OutputStream {
        private final OutputStream stdin;

        private In(OutputStream stdin) {
            this.stdin = stdin;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            gate.send(() -> stdin.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            gate.send(stdin::flush);
        }

        @Override
        public void close() throws IOException {
            boolean unused = gate.sent(stdin::close);
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void close() {
            gate.shut();
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(true, bytes, offset, length);
        }
    }

    /** jsch closes this one, and only this one, when the channel is over; the other already at end of file. */
    private final class Err extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(false, bytes, offset, length);
        }

        @Override
        public void close() {
            run.over();
        }
    }
}
