package dev.preflight.casefile;

import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.result.RunReport;
import dev.preflight.yaml.YamlOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a recorded case is written. Everything is checked before anything is written. */
final class CaseTarget {
    private final Recording wanted;
    private final CaseBasis basis;
    private final Path evidence;
    private final Optional<CaseFileEdit> edit;

    private CaseTarget(Recording wanted, CaseBasis basis, Path evidence, Optional<CaseFileEdit> edit) {
        this.wanted = wanted;
        this.basis = basis;
        this.evidence = evidence;
        this.edit = edit;
    }

    static CaseTarget of(Recording wanted, CaseBasis basis) throws ProblemsException {
        Path folder = wanted.into().map(Path::getParent).orElse(null);
        Path evidence = folder == null ? wanted.target() : folder.resolve(wanted.target());
        if (Files.exists(evidence)) {
            throw new ProblemsException(Place.of("--record"), evidence + " is there already", "name another one");
        }
        Optional<CaseFileEdit> edit = Optional.empty();
        if (wanted.into().isPresent()) {
            edit = edit(wanted.into().get(), wanted);
        }
        return new CaseTarget(wanted, basis, evidence, edit);
    }

    private static Optional<CaseFileEdit> edit(Path into, Recording wanted) throws ProblemsException {
        Problems problems = new Problems();
        Optional<String> text = text(into, problems);
        problems.throwIfAny();
        if (text.isEmpty()) {
            if (wanted.profile().isEmpty()) {
                throw new ProblemsException(
                        Place.of("--into"),
                        Files.exists(into) ? into + " is empty" : "there is no file " + into,
                        "to begin one, name its profile with --profile");
            }
            return Optional.empty();
        }
        CaseFileEdit edit = CaseFileEdit.of(into, text.get());
        if (edit.has(wanted.name())) {
            throw new ProblemsException(
                    Place.of("--record"),
                    into + " has a case '" + wanted.name() + "' already",
                    "name the evidence in another way");
        }
        edit.with(List.of("name: x"));
        return Optional.of(edit);
    }

    /** The text of a test file that is begun; empty if there is none, or nothing in it. */
    static Optional<String> text(Path into, Problems problems) {
        return Files.exists(into)
                ? YamlFile.text(into, Place.of(into.toString()), problems)
                        .filter(text -> text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                : Optional.empty();
    }

    /** The keys of the case, one a line. */
    private List<String> body(RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("name: " + CaseText.quoted(wanted.name()));
        lines.add("evidence: " + CaseText.quoted(wanted.target().toString()));
        basis.settings().ifPresent(settings -> {
            lines.add("settings:");
            YamlOut.text(settings).indent(2).lines().forEach(lines::add);
        });
        if (!basis.sets().isEmpty()) {
            lines.add("set: " + listed(basis.sets()));
        }
        if (!basis.only().isEmpty()) {
            lines.add("only: " + listed(basis.only()));
        }
        lines.add("reviewed: false");
        lines.add("expect:");
        CaseText.block(report, 2).lines().forEach(lines::add);
        return lines;
    }

    private static String listed(List<String> texts) {
        return texts.stream().map(CaseText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The case, as a test file has it. */
    String text(RunReport report) {
        StringBuilder text = new StringBuilder();
        for (String line : body(report)) {
            text.append(text.isEmpty() ? "- " : "  ").append(line).append('\n');
        }
        return text.toString();
    }

    /** Writes the evidence, and then the test file. */
    void write(Instant startedAt, Map<Host, HostEvidence> hosts, RunReport report)
            throws IOException, ProblemsException {
        Path above = evidence.toAbsolutePath().getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        if (evidence.toString().matches(".*\\.ya?ml")) {
            Files.writeString(evidence, EvidenceFileText.of(startedAt, hosts));
        } else {
            folder(startedAt, hosts);
        }
        if (wanted.into().isEmpty()) {
            return;
        }
        Path into = wanted.into().get();
        Files.writeString(into, edit.isPresent() ? edit.get().with(body(report)) : begun(into, report));
    }

    /** A test file with this case alone, behind the comments that are there. */
    private String begun(Path into, RunReport report) throws IOException {
        String comments = Files.exists(into) ? Files.readString(into) : "";
        return comments + (comments.isEmpty() || comments.endsWith("\n") ? "" : "\n") + "profile: "
                + CaseText.quoted(beside(into, wanted.profile().orElseThrow())) + "\ncases:\n"
                + text(report).indent(2);
    }

    /** How a test file names the profile: a file by its path from there, as it is read. */
    private static String beside(Path into, String profile) {
        if (!ProfileFiles.isFile(profile)) {
            return profile;
        }
        Path folder = into.toAbsolutePath().normalize().getParent();
        Path file = Path.of(profile).toAbsolutePath().normalize();
        return folder == null ? file.toString() : folder.relativize(file).toString();
    }

    private void folder(Instant startedAt, Map<Host, HostEvidence> hosts) throws IOException, ProblemsException {
        RunManifest run = RunManifest.of(
                "",
                startedAt,
                RecordedProfile.of(
                        basis.profile().profile().name(), basis.profile().text()),
                new RunManifest.Choices(
                        basis.only(),
                        List.of(),
                        false,
                        basis.settings().map(YamlOut::text).orElse(""),
                        basis.sets()),
                new ArrayList<>(hosts.keySet()));
        EvidenceWriter writer = EvidenceWriter.create(evidence, run);
        for (HostEvidence host : hosts.values()) {
            writer.write(host);
        }
        writer.close(RunEnd.How.COMPLETE, startedAt);
    }
}
