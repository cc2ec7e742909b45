package dev.preflight.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at the command lines and environments of all processes of the machine, hosts of the lab among them, again and
 * again until it is closed: what is in one of them even for a moment is likely to be seen.
 */
final class Looker implements AutoCloseable {
    private final List<String> words;
    private final Set<String> seen = new TreeSet<>();
    private final Thread thread = new Thread(this::look, "looker");
    private volatile boolean over;

    /** Begins to look for these words. */
    Looker(Collection<String> words) {
        this.words = List.copyOf(words);
        thread.start();
    }

    /** Ends the look. */
    Set<String> seen() {
        close();
        return seen;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        while (!over) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    search(process.resolve("cmdline"));
                    search(process.resolve("environ"));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void search(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            words.stream().filter(text::contains).forEach(seen::add);
        } catch (IOException e) {
            // The process has ended.
            return;
        }
    }
}
