package dev.preflight.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StdinFeedTest {
    private final StdinFeed later = new StdinFeed();
    private final ByteArrayOutputStream stdin = new ByteArrayOutputStream();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasSentIsWrittenInItsOrderUpToTheEnd() throws Exception {
        byte[] piece = bytes("a");
        later.send(piece);
        piece[0] = 'x';
        later.send(bytes("b"));
        later.close();
        later.close();
        later.pour(stdin, () -> false);
        assertThat(stdin.toString(StandardCharsets.UTF_8)).isEqualTo("ab");
        assertThatThrownBy(() -> later.send(bytes("c"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatComesWhileItWaitsIsWrittenAtOnce() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        OutputStream flushed = new OutputStream() {
            @Override
            public void write(int b) {
                stdin.write(b);
            }

            @Override
            public void flush() {
                written.countDown();
            }
        };
        Thread sender = new Thread(() -> {
            try {
                waits.await();
                later.send(bytes("late"));
                written.await();
                later.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        later.pour(flushed, () -> {
            waits.countDown();
            return false;
        });
        assertThat(stdin.toString(StandardCharsets.UTF_8)).isEqualTo("late");
    }

    @Test
    void itEndsWithTheRunThoughNotClosed() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        later.pour(stdin, () -> over.getAndSet(true));
        assertThat(stdin.size()).isZero();
    }

    @Test
    void whatNoRunTookIsThereForTheNext() throws Exception {
        later.send(bytes("kept"));
        later.pour(stdin, () -> true);
        assertThat(stdin.size()).isZero();
        later.close();
        later.pour(stdin, () -> false);
        assertThat(stdin.toString(StandardCharsets.UTF_8)).isEqualTo("kept");
    }

    @Test
    void whoReadsNoMoreEndsIt() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("planted");
            }
        };
        later.send(bytes("x"));
        assertThatThrownBy(() -> later.pour(broken, () -> false)).hasMessage("planted");
    }
}
