package dev.preflight.evidence;

import dev.preflight.inventory.Host;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evidence of one run, opened: what it should hold is known, and its hosts are read one by one. */
public final class SavedRun {
    private final RunManifest manifest;
    private final Optional<RunEnd> end;
    private final List<String> strangers;
    private final Map<String, String> folders;
    private final HostReader reader;

    /**
     * A run.
     *
     * @param folders of the hosts whose folder does not follow from their name
     */
    SavedRun(
            RunManifest manifest,
            Optional<RunEnd> end,
            List<String> strangers,
            Map<String, String> folders,
            HostReader reader) {
        this.manifest = manifest;
        this.end = end;
        this.strangers = List.copyOf(strangers);
        this.folders = Map.copyOf(folders);
        this.reader = reader;
    }

    /** What the run was to look at, and by what. */
    public RunManifest manifest() {
        return manifest;
    }

    /** How the run ended; empty if it did not, or if its closing record is not whole. */
    public Optional<RunEnd> end() {
        return end;
    }

    /** The names of files and folders among those of the hosts that belong to no host of the run, sorted; untrusted. */
    public List<String> strangers() {
        return strangers;
    }

    /**
     * Reads the evidence of one host of {@link RunManifest#hosts()}. What is not there as it was written is its failure,
     * see {@link dev.preflight.transport.TransportFailure#ofEvidence}. The texts of scripts are not read back.
     */
    public HostEvidence read(Host host) {
        return reader.read(host, folders.getOrDefault(host.name(), HostFolder.of(host.name())));
    }
}
