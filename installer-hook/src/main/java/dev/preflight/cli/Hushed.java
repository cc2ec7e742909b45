package dev.preflight.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Drops what is written at times: for a line that is painted again and again. */
final class Hushed extends FilterOutputStream {
    private final BooleanSupplier now;

    private Hushed(PrintStream to, BooleanSupplier now) {
        super(to);
        this.now = now;
    }

    static PrintStream stream(PrintStream to, BooleanSupplier now) {
        return new PrintStream(new Hushed(to, now), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int octet) throws IOException {
        if (!now.getAsBoolean()) {
            super.write(octet);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!now.getAsBoolean()) {
            out.write(bytes, offset, length);
        }
    }
}
