package dev.preflight.evidence;

import dev.preflight.evidence.RunManifest.Form;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.transport.TransportFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens evidence. Its content is as untrusted as the hosts it was collected from. */
public final class EvidenceReader {
    /** Twenty thousand hosts and a large profile fit. */
    private static final int LARGEST_MANIFEST = 16 * 1024 * 1024;

    private static final int LARGEST_END = 64 * 1024;

    /** More folders than any inventory has hosts. */
    private static final int MOST_FOLDERS = 100_000;

    private static final String AGAIN =
            "copy the evidence again from where it was collected, or run again with --save-evidence";

    private final Path directory;
    private final EvidenceFiles files;

    private EvidenceReader(Path directory) {
        this.directory = directory;
        this.files = new EvidenceFiles(directory);
    }

    /**
     * Opens a directory that {@link EvidenceWriter} wrote, or one that says that it was made by hand.
     *
     * @param incomplete whether evidence of format 1 may be judged, which does not say whom it should hold
     * @throws ProblemsException if it is no such directory, or the manifest of its run is not whole
     */
    public static SavedRun open(Path directory, boolean incomplete) throws ProblemsException {
        return new EvidenceReader(directory).open(incomplete);
    }

    private SavedRun open(boolean incomplete) throws ProblemsException {
        Problems problems = new Problems();
        byte[] text = manifest();
        Optional<ManifestFields> fields =
                ManifestFields.of(directory.resolve(EvidenceWriter.MANIFEST).toString(), text, problems);
        Optional<Form> form = fields.flatMap(ManifestReader::form);
        problems.throwIfAny();
        if (form.orElseThrow() == Form.OLD) {
            return old(fields.orElseThrow(), incomplete, problems);
        }
        if (form.get() == Form.SEALED) {
            checkSeal(text);
        }
        RunManifest run = ManifestReader.run(fields.orElseThrow(), form.get());
        problems.throwIfAny();
        Set<String> folders = new HashSet<>();
        run.hosts().forEach(host -> folders.add(HostFolder.of(host.name())));
        List<String> strangers =
                names().stream().filter(name -> !folders.contains(name)).toList();
        return new SavedRun(run, end(run), strangers, Map.of(), new HostReader(files, run));
    }

    private byte[] manifest() throws ProblemsException {
        if (!Files.isDirectory(directory)) {
            throw new ProblemsException(
                    Place.of(directory.toString()),
                    Files.exists(directory) ? "is no directory of evidence" : "there is no such directory",
                    "name a directory that --save-evidence wrote");
        }
        try {
            return files.read(EvidenceWriter.MANIFEST, LARGEST_MANIFEST);
        } catch (EvidenceFault e) {
            String what = switch (e.kind()) {
                case EVIDENCE_MISSING -> "no evidence there: it has no manifest.json";
                case EVIDENCE_NO_FILE -> "its manifest.json is no regular file";
                case EVIDENCE_TOO_LARGE -> "its manifest.json is larger than any that Preflight writes";
                default -> "its manifest.json cannot be read: " + e.said();
            };
            throw new ProblemsException(
                    Place.of(directory.toString()), what, "name a directory that --save-evidence wrote, or " + AGAIN);
        }
    }

    private void checkSeal(byte[] text) throws ProblemsException {
        try {
            Seal.check(EvidenceWriter.MANIFEST, text);
        } catch (EvidenceFault e) {
            throw new ProblemsException(
                    Place.of(directory.resolve(EvidenceWriter.MANIFEST).toString()),
                    e.kind() == TransportFailure.EVIDENCE_CUT
                            ? "the manifest of the run has no seal: it is cut short, or was not written by Preflight"
                            : "the manifest of the run is not the one that was written: its seal is of another text",
                    AGAIN + "; evidence made by hand says \"handMade\": true, see docs/evidence.md");
        }
    }

    /** A closing record that is not whole is none. */
    private Optional<RunEnd> end(RunManifest run) {
        try {
            byte[] text = files.read(EvidenceWriter.END, LARGEST_END);
            if (run.form() == Form.SEALED) {
                Seal.check(EvidenceWriter.END, text);
            }
            Problems problems = new Problems();
            Optional<ManifestFields> fields = ManifestFields.of(EvidenceWriter.END, text, problems);
            if (fields.isEmpty()) {
                return Optional.empty();
            }
            RunEnd end = ManifestReader.end(fields.get(), run);
            return problems.none() ? Optional.of(end) : Optional.empty();
        } catch (EvidenceFault e) {
            return Optional.empty();
        }
    }

    private List<String> names() throws ProblemsException {
        try {
            return files.names(EvidenceWriter.HOSTS, MOST_FOLDERS);
        } catch (EvidenceFault e) {
            // Each host says so for itself.
            return List.of();
        }
    }

    private SavedRun old(ManifestFields fields, boolean incomplete, Problems problems) throws ProblemsException {
        if (!incomplete) {
            throw new ProblemsException(
                    Place.of(directory.toString()),
                    "evidence of format 1 does not say which hosts it should hold, so a missing host would not be noticed",
                    "run again with --save-evidence, or judge what is there with --incomplete");
        }
        Map<String, String> folders = new HashMap<>();
        List<Host> hosts = new ArrayList<>();
        for (String folder : names()) {
            Host host = oldHost(folder);
            if (folders.containsKey(host.name())) {
                host = ManifestReader.oldHost(folder, host.groups(), host.place());
            }
            folders.put(host.name(), folder);
            hosts.add(host);
        }
        RunManifest run = ManifestReader.old(fields, hosts);
        if (problems.none() && hosts.isEmpty()) {
            problems.add(Place.of(directory.toString()), "holds the evidence of no host");
        }
        problems.throwIfAny();
        return new SavedRun(run, Optional.empty(), List.of(), folders, new HostReader(files, run));
    }

    /** Whom a folder of format 1 is of; by its own name where it does not say. */
    private Host oldHost(String folder) {
        Place place = Place.of(directory + ", host " + folder);
        try {
            String file = EvidenceWriter.HOSTS + "/" + folder + "/" + EvidenceWriter.MANIFEST;
            Problems problems = new Problems();
            Optional<ManifestFields> fields =
                    ManifestFields.of(file, files.read(file, HostReader.LARGEST_RECORD), problems);
            if (fields.isPresent()) {
                String name = fields.get().text("host");
                List<String> groups = fields.get().texts("groups");
                if (problems.none()) {
                    return ManifestReader.oldHost(name, groups, place);
                }
            }
        } catch (EvidenceFault e) {
            // Said of the host when it is judged.
            return ManifestReader.oldHost(folder, List.of("all"), place);
        }
        return ManifestReader.oldHost(folder, List.of("all"), place);
    }
}
