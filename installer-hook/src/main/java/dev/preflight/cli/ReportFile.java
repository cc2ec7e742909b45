package dev.preflight.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file for a report. The report is written to a temporary file in the same folder and then renamed, so that a reader
 * never sees half a report, and the old one is kept if writing fails. A symbolic link is followed, and its target
 * replaced. Written in place are devices, pipes and descriptors, files that cannot be replaced without changing their
 * owner, and files in a folder in which no file can be created.
 */
final class ReportFile {
    /** A file descriptor of this process, by its names on Linux (proc(5)) and the BSDs. */
    private static final Pattern DESCRIPTOR = Pattern.compile("/(?:dev|proc/(?:self|thread-self|\\d+))/fd/(\\d+)");

    private static final Map<Path, Integer> STANDARD = Map.of(Path.of("/dev/stdout"), 1, Path.of("/dev/stderr"), 2);

    /** How many symbolic links are followed: as many as Linux follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private ReportFile() {}

    /** Writes a report piece by piece, because the report of many hosts does not fit into memory. */
    interface Body {
        void to(Writer out) throws IOException;
    }

    /** Writes the content of a file. */
    private interface Filling {
        void of(OutputStream out) throws IOException;
    }

    /** Writes a report as UTF-8, and flushes; does not close the stream. */
    static void encode(Body report, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        report.to(writer);
        writer.flush();
    }

    /** The descriptor of this process that a path names, such as 3 for {@code /dev/fd/3}. */
    static Optional<Integer> descriptor(Path file) {
        Path at = file.toAbsolutePath().normalize();
        for (int i = 0; i < MOST_LINKS; i++) {
            Matcher descriptor = DESCRIPTOR.matcher(at.toString());
            if (descriptor.matches()) {
                return Optional.of(Integer.valueOf(descriptor.group(1)));
            }
            if (STANDARD.containsKey(at)) {
                return Optional.of(STANDARD.get(at));
            }
            Optional<Path> next = pointsTo(at);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.empty();
    }

    private static Optional<Path> pointsTo(Path link) {
        try {
            return Files.isSymbolicLink(link)
                    ? Optional.of(
                            link.resolveSibling(Files.readSymbolicLink(link)).normalize())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks, without writing, that a report can be written there.
     *
     * @throws IOException if not, with the reason
     */
    static void check(Path file) throws IOException {
        try {
            boolean directory =
                    Files.readAttributes(file, BasicFileAttributes.class).isDirectory();
            if (directory || !Files.isWritable(file)) {
                throw new IOException(directory ? "it is a directory" : "permission denied");
            }
        } catch (NoSuchFileException e) {
            Path folder = folder(target(file));
            if (!Files.isDirectory(folder)) {
                throw new IOException("there is no directory " + folder, e);
            }
            if (!Files.isWritable(folder)) {
                throw new IOException("permission denied", e);
            }
        } catch (AccessDeniedException e) {
            throw new IOException("permission denied", e);
        }
    }

    /** Writes the report there. */
    static void write(Path file, Body report) throws IOException {
        Path target = target(file);
        boolean exists = Files.exists(target);
        boolean asItIs = descriptor(file).isPresent() || (exists && !Files.isRegularFile(target));
        if (asItIs || (exists && !Files.isWritable(folder(target)))) {
            direct(asItIs ? file : target, out -> encode(report, out), !asItIs);
            return;
        }
        Path beside = target.resolveSibling(".preflight-" + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW)) {
                encode(report, out);
            }
            if (exists && !(sameOwnerAndMode(target, beside) && replaced(target, beside))) {
                direct(target, out -> Files.copy(beside, out), true);
            } else if (!exists) {
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void direct(Path file, Filling filling, boolean anew) throws IOException {
        // Another process may write to the file of the same descriptor, so it is appended to.
        try (OutputStream out = Files.newOutputStream(
                file,
                StandardOpenOption.WRITE,
                anew ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND)) {
            filling.of(out);
        }
    }

    /** Gives the new file owner, group and mode of the old one; false if that is not permitted. */
    private static boolean sameOwnerAndMode(Path old, Path fresh) {
        try {
            for (String attribute : new String[] {"unix:uid", "unix:gid", "unix:mode"}) {
                Object value = Files.getAttribute(old, attribute);
                if (!value.equals(Files.getAttribute(fresh, attribute))) {
                    Files.setAttribute(fresh, attribute, value);
                }
            }
            return true;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // This system has no such attributes.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** False if the file cannot be replaced, as one that is mounted into a container. */
    private static boolean replaced(Path old, Path fresh) {
        try {
            Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The end of a chain of symbolic links; the file need not exist. */
    private static Path target(Path file) {
        Path at = file.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS; i++) {
            Optional<Path> next = pointsTo(at);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }
}
