package dev.preflight.fact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a probe. It is read when it is first asked for, and once: there are many facts, and a command that sends
 * nothing to a host, or little, needs few of their texts.
 */
final class ProbeText {
    private final List<Part> parts;

    /** Two threads may fill it, with the same text. */
    private volatile @Nullable String text;

    private ProbeText(List<Part> parts) {
        this.parts = parts;
    }

    /** The resource {@code <name>.sh} beside a class. */
    static ProbeText beside(Class<?> owner, String name) {
        return new ProbeText(List.of(new Resource(owner, name)));
    }

    static ProbeText of(String text) {
        return new ProbeText(List.of(() -> text));
    }

    /** This text behind these resources, in their order. */
    ProbeText sharing(Class<?> beside, List<String> names) {
        Stream<Part> shared = names.stream().map(name -> new Resource(beside, name));
        return new ProbeText(Stream.concat(shared, parts.stream()).toList());
    }

    /**
     * The whole of it.
     *
     * @throws IllegalStateException if there is no such resource
     */
    String text() {
        String known = text;
        if (known == null) {
            known = parts.stream().map(Part::text).collect(Collectors.joining());
            text = known;
        }
        return known;
    }

    private interface Part {
        String text();
    }

    /** A script's text without its comments: they are for the reader of the file, and a host need not be sent them. */
    private record Resource(Class<?> owner, String name) implements Part {
        @Override
        public String text() {
            try (InputStream in = owner.getResourceAsStream(name + ".sh")) {
                if (in == null) {
                    throw new IllegalStateException("no probe " + name + ".sh beside " + owner.getName());
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.stripLeading().startsWith("#"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
