package dev.preflight.casefile;

import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.SavedRun;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Members;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Evidence of a case, opened: a folder that a run saved, or a file of {@link EvidenceFile}.
 *
 * @param hosts whom it is of
 * @param members the names that a profile may use
 * @param startedAt when it was recorded
 * @param choices the options of the run; none for what no run wrote
 * @param profile the profile of the run, if the evidence holds it
 * @param byHand whether it was written by hand, so that frames may be named without the hash of their locators
 * @param read reads what is there of one host
 */
record OpenEvidence(
        List<Host> hosts,
        Members members,
        Instant startedAt,
        RunManifest.Choices choices,
        Optional<RunManifest.RecordedProfile> profile,
        boolean byHand,
        Function<Host, HostEvidence> read) {
    /** A manifest that is larger is not looked into for its format. */
    private static final long LARGEST = 16L * 1024 * 1024;

    OpenEvidence {
        hosts = List.copyOf(hosts);
    }

    /**
     * Opens a folder or a file.
     *
     * @param at where it is named
     * @throws ProblemsException with what is wrong with it
     */
    static OpenEvidence of(Path path, Place at) throws ProblemsException {
        if (Files.isDirectory(path)) {
            SavedRun run = EvidenceReader.open(path, false);
            RunManifest manifest = run.manifest();
            return new OpenEvidence(
                    manifest.hosts(),
                    manifest.members(),
                    manifest.startedAt(),
                    manifest.choices(),
                    manifest.profile(),
                    manifest.form() == RunManifest.Form.HAND_MADE,
                    run::read);
        }
        Problems problems = new Problems();
        Optional<EvidenceFile> file = EvidenceFile.read(path, at, problems);
        problems.throwIfAny();
        EvidenceFile found = file.orElseThrow();
        return new OpenEvidence(
                found.hosts(),
                Members.among(found.hosts()),
                found.startedAt(),
                RunManifest.Choices.NONE,
                Optional.empty(),
                true,
                found::evidence);
    }

    /** Whether it is of a format that is newer than those that are read here. */
    static boolean tooNew(Path path) {
        try {
            boolean folder = Files.isDirectory(path);
            Path file = folder ? path.resolve("manifest.json") : path;
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return false;
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Optional<? extends Node> document = folder
                    ? JsonText.parse(file.toString(), text, new Problems())
                    : YamlFile.mapping(file, text, new Problems());
            int known = folder ? EvidenceWriter.FORMAT_VERSION : EvidenceFile.FORMAT_VERSION;
            return document.filter(Node.Mapping.class::isInstance)
                    .flatMap(node -> ((Node.Mapping) node).get("formatVersion"))
                    .filter(node -> node instanceof Node.Scalar version
                            && version.text().matches("\\d{1,9}")
                            && Integer.parseInt(version.text()) > known)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
