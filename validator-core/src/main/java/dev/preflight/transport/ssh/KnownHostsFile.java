package dev.preflight.transport.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one known_hosts file: read again only when it has changed, and added to without rewriting what is there,
 * so that mode, owner and symbolic links stay, no line that another program adds is lost, and a crash leaves at worst a last line
 * that no reader takes for a key. For one thread at a time.
 */
final class KnownHostsFile {
    /** A thousand times what a site of a thousand hosts has; a device that never ends is no such file. */
    private static final int LARGEST = 64 * 1024 * 1024;

    private static final Change NONE = new Change("", false);

    /**
     * How the file differs from what it was when last looked at.
     *
     * @param text the lines that were added, or all lines
     * @param anew whether it was written anew, so that nothing read before holds any more
     */
    record Change(String text, boolean anew) {}

    /** What tells one state of a file from the next. */
    private record Stamp(
            long size, FileTime modified, @Nullable Object file) {}

    /**
     * Returns the line to add, if any, for this change of the file. Called while the file is locked against other runs
     * of Preflight.
     */
    interface Decision {
        Optional<String> line(Change change);
    }

    private final Path path;
    private byte[] bytes = new byte[0];
    private Optional<Stamp> stamp = Optional.empty();

    KnownHostsFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /**
     * Reads the file if it is not as it was; one that does not exist is empty.
     *
     * @throws IOException if it cannot be read
     */
    Change refresh() throws IOException {
        Optional<Stamp> now = stampNow();
        if (now.equals(stamp)) {
            return NONE;
        }
        stamp = now;
        return changed(now.isEmpty() ? new byte[0] : FileLocks.exclusively(path, () -> read(path)));
    }

    private Optional<Stamp> stampNow() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Stamp(now.size(), now.lastModifiedTime(), now.fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Change changed(byte[] now) {
        byte[] before = bytes;
        bytes = now;
        int known = before.length;
        boolean grown = now.length >= known
                && Arrays.equals(now, 0, known, before, 0, known)
                && (known == 0 || before[known - 1] == '\n');
        int from = grown ? known : 0;
        return new Change(new String(now, from, now.length - from, StandardCharsets.UTF_8), !grown);
    }

    private static byte[] read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return bounded(in);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] all = in.readNBytes(LARGEST + 1);
        if (all.length > LARGEST) {
            throw new IOException("it is larger than 64 MiB");
        }
        return all;
    }

    /**
     * Adds a line at the end. No other run of Preflight, in this process or another, adds to the file meanwhile. Makes the file, for
     * its owner alone, and its folder where there are none.
     */
    void append(Decision decision) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(posix, "rwx------"));
        }
        FileLocks.exclusively(path, () -> {
            var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(path, options, mode(posix, "rw-------"))) {
                FileLocks.lock(channel);
                // To close another channel on this file would free the lock (fcntl(2)), so it is read through this one.
                Optional<String> line = decision.line(changed(bounded(Channels.newInputStream(channel))));
                if (line.isPresent()) {
                    append(channel, line.get());
                }
            }
            return path;
        });
    }

    private void append(FileChannel locked, String line) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            text.write('\n');
        }
        text.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        // At the end wherever that is by now, and in one write: ssh adds lines too, and asks for no lock.
        try (FileChannel end = FileChannel.open(path, StandardOpenOption.APPEND)) {
            int written = end.write(ByteBuffer.wrap(text.toByteArray()));
            if (written < text.size()) {
                locked.truncate(bytes.length);
                throw new IOException("only a part of the line could be written");
            }
        }
    }

    private static FileAttribute<?>[] mode(boolean posix, String mode) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
