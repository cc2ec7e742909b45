package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads configuration files without ssh. What decides whom ssh reaches and cannot be carried out here is a problem with
 * its place; so is what ssh itself would refuse. Files are read once.
 */
final class OwnReading {
    /** A file as it is read: by its path, and whether others must not be able to write to it. */
    private record Asked(Path path, boolean checked) {}

    private final Surroundings here;
    private final Includes includes;
    private final Map<Asked, ConfigFile> files = new LinkedHashMap<>();

    OwnReading(Surroundings here) {
        this.here = here;
        this.includes = new Includes(here);
    }

    Includes includes() {
        return includes;
    }

    Surroundings here() {
        return here;
    }

    /** The settings of one host. */
    Settings read(SshAsk ask) throws ProblemsException {
        return new HostReading(this, ask).read();
    }

    /** The file's lines. */
    ConfigFile file(Path path, boolean checked) throws IOException {
        Asked asked = new Asked(path, checked);
        ConfigFile known = files.get(asked);
        if (known == null) {
            known = ConfigFile.read(path, checked);
            files.put(asked, known);
        }
        return known;
    }

    /**
     * The lines of a file that ssh reads first.
     *
     * @param must whether it must be there
     */
    ConfigFile start(Path path, boolean checked, boolean must, Place place) throws ProblemsException {
        if (!must && !Files.exists(path)) {
            return new ConfigFile(List.of(), List.of());
        }
        try {
            return file(path, checked);
        } catch (IOException e) {
            throw unreadable(place, path, e);
        }
    }

    static ProblemsException unreadable(Place place, Path path, IOException e) {
        String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
        return new ProblemsException(List.of(new Problem(place, "cannot read the ssh_config " + path, why)));
    }
}
