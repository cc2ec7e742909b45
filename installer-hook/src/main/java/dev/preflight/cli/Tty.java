package dev.preflight.cli;

import dev.preflight.inventory.Secret;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The terminal of this process (tty(4)) where standard input or output are something else, such as a file for the report.
 * Java's console needs both.
 *
 * @param path its device
 */
record Tty(Path path) {
    private static final Path DEVICE = Path.of("/dev/tty");

    /** Behind the name: state, parent and process group. */
    private static final int GROUP = 2;

    /** Then session, terminal and the terminal's process group. */
    private static final int FOREGROUND = 5;

    /** More than anyone types on a line: the terminal itself ends it at 4096 bytes (N_TTY of Linux). */
    private static final int LONGEST = 8192;

    /**
     * Switches the echo off, and on again when standard input ends, which it does even if this process is killed. The
     * signals of the keyboard go to all processes of the terminal.
     */
    private static final String SILENCE = """
            trap '' INT QUIT TERM HUP TSTP
            old=$(stty -g <"$1") || exit 1
            stty -echo <"$1" || exit 1
            echo silent
            read -r end
            stty "$old" <"$1"
            """;

    /** The terminal; empty if this process has none, or would be stopped if it read there. */
    static Optional<Tty> find() {
        if (inBackground()) {
            return Optional.empty();
        }
        try (InputStream in = new FileInputStream(DEVICE.toFile())) {
            return in.available() >= 0 ? Optional.of(new Tty(DEVICE)) : Optional.empty();
        } catch (IOException e) {
            // ENXIO: there is no terminal.
            return Optional.empty();
        }
    }

    /** Whether another process group than that of this process has the terminal (proc_pid_stat(5): pgrp and tpgid). */
    private static boolean inBackground() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return fields.length > FOREGROUND && !fields[GROUP].equals(fields[FOREGROUND]);
        } catch (IOException e) {
            // Not Linux: as a shell without job control.
            return false;
        }
    }

    /** Shows a line. */
    void say(String line) {
        write(line + "\n");
    }

    /** Asks for a line that may be seen; empty at the end of input. */
    Optional<String> line(String prompt) {
        write(prompt);
        return read().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Asks for a line that must not be seen; empty at the end of input, or if the terminal cannot hide it. */
    Optional<Secret> secret(String prompt) {
        try {
            Process silence = new ProcessBuilder("/bin/sh", "-c", SILENCE, "silence", path.toString())
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                if (silence.getInputStream().read() < 0) {
                    return Optional.empty();
                }
                write(prompt);
                Optional<String> typed = read().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
                write("\n");
                return typed.map(Secret::of);
            } finally {
                silence.getOutputStream().close();
                int unused = silence.waitFor();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void write(String text) {
        try (OutputStream out = new FileOutputStream(path.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The terminal is gone; reading from it says so.
            return;
        }
    }

    private Optional<byte[]> read() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new FileInputStream(path.toFile())) {
            int next = in.read();
            boolean any = next >= 0;
            while (next >= 0 && next != '\n' && next != '\r' && line.size() < LONGEST) {
                line.write(next);
                next = in.read();
            }
            return any ? Optional.of(line.toByteArray()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
