package dev.preflight.evidence;

import dev.preflight.transport.TransportFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads files of a directory of evidence, which may come from anywhere: only regular files, in real folders, to a limit.
 * No link is followed below the directory, and nothing is opened whose opening or reading could wait, such as a pipe.
 */
final class EvidenceFiles {
    private static final int CHUNK = 64 * 1024;

    private final Path root;

    EvidenceFiles(Path root) {
        this.root = root;
    }

    /** Whether something has this name, whatever it is. */
    boolean exists(String name) {
        return Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The bytes of a file.
     *
     * @param name below the directory, with slashes; made by us, never taken from a manifest unchecked
     * @param largest what is larger is not read
     */
    byte[] read(String name, long largest) throws EvidenceFault {
        try {
            Path file = inFolders(name);
            BasicFileAttributes before = attributes(file);
            if (!before.isRegularFile()) {
                throw new EvidenceFault(TransportFailure.EVIDENCE_NO_FILE, name);
            }
            if (before.size() > largest) {
                throw new EvidenceFault(TransportFailure.EVIDENCE_TOO_LARGE, name);
            }
            try (SeekableByteChannel open =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                BasicFileAttributes now = attributes(file);
                if (!now.isRegularFile() || !Objects.equals(now.fileKey(), before.fileKey())) {
                    throw new EvidenceFault(TransportFailure.EVIDENCE_NO_FILE, name);
                }
                return bytes(open, name, largest);
            }
        } catch (NoSuchFileException e) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_MISSING, name);
        } catch (AccessDeniedException e) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_UNREADABLE, name, "permission denied");
        } catch (IOException e) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_UNREADABLE, name, oneLine(e));
        }
    }

    /**
     * The names in a folder, sorted; empty if it is not there.
     *
     * @param most what is beyond so many is not listed
     */
    List<String> names(String folder, int most) throws EvidenceFault {
        List<String> names = new ArrayList<>();
        try {
            Path path = inFolders(folder + "/x").getParent();
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(Objects.requireNonNull(path))) {
                for (Path one : inside) {
                    if (names.size() == most) {
                        break;
                    }
                    names.add(Objects.requireNonNull(one.getFileName()).toString());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_UNREADABLE, folder, oneLine(e));
        }
        return names.stream().sorted().toList();
    }

    /** The path, after every folder on the way to it was found to be one, and no link to one. */
    private Path inFolders(String name) throws IOException, EvidenceFault {
        Path path = root;
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            path = path.resolve(parts[i]);
            if (!attributes(path).isDirectory()) {
                throw new EvidenceFault(
                        TransportFailure.EVIDENCE_NO_FILE, root.relativize(path).toString());
            }
        }
        return path.resolve(parts[parts.length - 1]);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Never more than the limit, though the file grow while it is read. */
    private static byte[] bytes(SeekableByteChannel open, String name, long largest) throws IOException, EvidenceFault {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(open.size(), CHUNK));
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.max(1, Math.min(open.size() + 1, CHUNK)));
        while (open.read(chunk) >= 0) {
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (all.size() > largest) {
                throw new EvidenceFault(TransportFailure.EVIDENCE_TOO_LARGE, name);
            }
        }
        return all.toByteArray();
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
