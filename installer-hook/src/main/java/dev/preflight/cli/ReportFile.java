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
 * A file for a report. It is written beside and put in its place whole, so that half a report can never be read, and one
 * that cannot be written leaves the old one. Where a link stands, the file that it points to is replaced. Devices, pipes
 * and descriptors are written as they are, and so is a file that cannot be replaced without changing its owner, or in a
 * folder that takes no new file.
 */
final class ReportFile {
    /** A descriptor of our own, as Linux (proc(5)) and the BSDs name it. */
    private static final Pattern DESCRIPTOR = Pattern.compile("/(?:dev|proc/(?:self|thread-self|\\d+))/fd/(\\d+)");

    private static final Map<Path, Integer> STANDARD = Map.of(Path.of("/dev/stdout"), 1, Path.of("/dev/stderr"), 2);

    /** Links in a row; as many as Linux follows (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private ReportFile() {}

    /** A report, written as it is made: that of many hosts is never in memory as a whole. */
    interface Body {
        void to(Writer out) throws IOException;
    }

    /** Fills a file. */
    private interface Filling {
        void of(OutputStream out) throws IOException;
    }

    /** Writes a report as UTF-8; flushes what it wrote, and does not close. */
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
     * Finds out, without writing, whether a report could be written there.
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
        // A descriptor may be of a file that others write to as well: that is added to.
        try (OutputStream out = Files.newOutputStream(
                file,
                StandardOpenOption.WRITE,
                anew ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND)) {
            filling.of(out);
        }
    }

    /** Gives the new file what the old one has; false where that is not allowed. */
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
            // No such thing on this system.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** False where that is not possible, as with a file that is mounted into a container. */
    private static boolean replaced(Path old, Path fresh) {
        try {
            Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a link points to in the end, whether that exists or not. */
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
