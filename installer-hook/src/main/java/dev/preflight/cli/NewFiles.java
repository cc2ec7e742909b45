package dev.preflight.cli;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes several files that are not there yet: all of them, each whole, or none. */
final class NewFiles {
    private NewFiles() {}

    /**
     * Says which of the files are there already.
     *
     * @throws ProblemsException if any is
     */
    static void refuseExisting(Path folder, Collection<String> names) throws ProblemsException {
        Problems problems = new Problems();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(
                        Place.of(file.toString()),
                        "it exists, and is not overwritten",
                        "choose another --name or directory");
            }
        }
        problems.throwIfAny();
    }

    /**
     * Writes the texts.
     *
     * @throws ProblemsException if one of the files has come to be meanwhile, or could not be written; then none is there
     */
    static void write(Path folder, Map<String, String> texts) throws ProblemsException {
        Map<Path, Path> ready = new LinkedHashMap<>();
        List<Path> made = new ArrayList<>();
        Path at = folder;
        try {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                at = folder.resolve(text.getKey());
                Files.createDirectories(at.toAbsolutePath().getParent());
                Path beside = at.resolveSibling("." + at.getFileName() + ".part");
                Files.deleteIfExists(beside);
                ready.put(beside, at);
                Files.writeString(beside, text.getValue(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            }
            for (Map.Entry<Path, Path> file : ready.entrySet()) {
                at = file.getValue();
                put(file.getKey(), at);
                made.add(at);
            }
            made.clear();
        } catch (FileAlreadyExistsException e) {
            throw new ProblemsException(Place.of(at.toString()), "it exists, and is not overwritten", "");
        } catch (IOException e) {
            throw new ProblemsException(Place.of(at.toString()), "it could not be written: " + e.getMessage(), "");
        } finally {
            made.forEach(NewFiles::remove);
            ready.keySet().forEach(NewFiles::remove);
        }
    }

    /** A link fails where the name is taken, in one step; a move looks first, and then replaces. */
    private static void put(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // There are no links on this filesystem.
            Files.move(beside, file);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // What was wrong is said already; a file that begins with a dot stays.
            return;
        }
    }
}
