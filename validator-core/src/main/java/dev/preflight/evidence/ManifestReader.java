package dev.preflight.evidence;

import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.Course;
import dev.preflight.evidence.RunManifest.Form;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.fact.Sha256;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.InventoryKeys;
import dev.preflight.inventory.InventoryReader;
import dev.preflight.inventory.Members;
import dev.preflight.node.Place;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the manifest of a run and its closing record; what is not as it must be is noted in the fields' problems. */
final class ManifestReader {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final int LAST_PORT = 65535;

    private ManifestReader() {}

    /** The form of a manifest; empty if it is of a format that is not read here, which was noted. */
    static Optional<Form> form(ManifestFields fields) {
        long version = fields.number("formatVersion");
        if (version == 1) {
            return Optional.of(Form.OLD);
        }
        if (version == EvidenceWriter.FORMAT_VERSION) {
            boolean byHand = fields.has("handMade") && fields.flag("handMade");
            return Optional.of(byHand ? Form.HAND_MADE : Form.SEALED);
        }
        fields.problem(
                "formatVersion",
                "evidence of format " + version + " cannot be read",
                "this version reads format " + EvidenceWriter.FORMAT_VERSION + ", and 1 with --incomplete");
        return Optional.empty();
    }

    /** The manifest of a run in format 2. */
    static RunManifest run(ManifestFields fields, Form form) {
        boolean sealed = form == Form.SEALED;
        String id = sealed || fields.has("run") ? fields.text("run") : "";
        if (sealed && !ID.matcher(id).matches()) {
            fields.problem("run", "no id of a run: '" + id + "'", "");
        }
        Optional<RecordedProfile> profile = fields.object("profile").map(ManifestReader::profile);
        if (sealed && profile.isEmpty()) {
            fields.problem("profile", "the manifest names no profile", "");
        }
        Choices choices = new Choices(
                sealed || fields.has("only") ? fields.texts("only") : List.of(),
                sealed || fields.has("skip") ? fields.texts("skip") : List.of(),
                (sealed || fields.has("failOnWarning")) && fields.flag("failOnWarning"),
                fields.has("settings") ? fields.text("settings") : "",
                fields.has("sets") ? fields.texts("sets") : List.of());
        return new RunManifest(
                form,
                id,
                sealed || fields.has("tool") ? fields.text("tool") : "",
                fields.instant("startedAt"),
                profile,
                profile.map(RecordedProfile::name).orElse(""),
                choices,
                hosts(fields),
                fields.object("inventory").map(ManifestReader::inventory),
                fields.object("course").map(ManifestReader::course).orElse(Course.NONE));
    }

    private static Course course(ManifestFields fields) {
        return new Course(
                fields.flag("commandsDenied"),
                fields.has("hostDeadlineMillis")
                        ? Optional.of(Duration.ofMillis(fields.number("hostDeadlineMillis")))
                        : Optional.empty(),
                fields.flag("inventoryNeeded"),
                fields.texts("login"),
                through(fields),
                fields.object("clock").map(clock -> new OwnClock(clock.text("boot"), clock.instant("zero"))),
                fields.instants("resumedAt"));
    }

    private static Map<String, String> through(ManifestFields fields) {
        Map<String, String> through = new LinkedHashMap<>();
        fields.objects("through").forEach(one -> through.put(one.text("host"), one.text("path")));
        return through;
    }

    private static Members inventory(ManifestFields fields) {
        SortedMap<String, Integer> groups = new TreeMap<>();
        for (ManifestFields group : fields.objects("groups")) {
            int hosts = group.has("hosts") ? group.integer("hosts") : 0;
            if (hosts < 0) {
                group.problem("hosts", "no number of hosts: " + hosts, "");
            }
            groups.put(group.text("name"), hosts);
        }
        return new Members(
                true,
                groups,
                new TreeSet<>(fields.texts("hosts")),
                new TreeSet<>(fields.has("addresses") ? fields.texts("addresses") : List.of()),
                fields.has("readBy") ? InventoryReader.ofCode(fields.text("readBy")) : Optional.empty());
    }

    private static RecordedProfile profile(ManifestFields fields) {
        String text = fields.text("text");
        String digest = Sha256.hex(text);
        if (fields.has("sha256") && !fields.text("sha256").equals(digest)) {
            fields.problem("sha256", "the profile is not the one that this digest is of", "");
        }
        return new RecordedProfile(fields.text("name"), digest, text);
    }

    private static List<Host> hosts(ManifestFields fields) {
        List<Host> hosts =
                fields.objects("hosts").stream().map(ManifestReader::host).toList();
        Set<String> names = new HashSet<>();
        hosts.stream()
                .filter(host -> !names.add(host.name()))
                .forEach(host -> fields.problem("hosts", "the host '" + host.name() + "' is listed twice", ""));
        if (hosts.isEmpty()) {
            fields.problem("hosts", "the manifest does not say which hosts the evidence should hold", "");
        }
        return hosts;
    }

    private static Host host(ManifestFields fields) {
        String name = fields.text("name");
        long port = fields.has("port") ? fields.number("port") : Host.DEFAULT_PORT;
        if (port < 1 || port > LAST_PORT) {
            fields.problem("port", "no port: " + port, "");
        }
        return new Host(
                name,
                fields.has("address") ? fields.text("address") : "",
                (int) port,
                fields.has("user") ? Optional.of(fields.text("user")) : Optional.empty(),
                fields.has("keyFile") ? Optional.of(fields.text("keyFile")) : Optional.empty(),
                Optional.empty(),
                connection(fields),
                fields.has("become") && fields.flag("become") ? Become.SUDO : Become.NONE,
                fields.texts("groups"),
                fields.has(InventoryKeys.PEER_ADDRESS)
                        ? Map.of(InventoryKeys.PEER_ADDRESS, fields.text(InventoryKeys.PEER_ADDRESS))
                        : Map.of(),
                fields.place());
    }

    private static Connection connection(ManifestFields fields) {
        String word = fields.has("connection") ? fields.text("connection") : "ssh";
        return switch (word) {
            case "local" -> Connection.LOCAL;
            case "ssh" -> Connection.SSH;
            default -> {
                fields.problem("connection", "no such connection: " + word, "ssh or local");
                yield Connection.SSH;
            }
        };
    }

    /** The manifest of a run in format 1, whose hosts are whatever lies there. */
    static RunManifest old(ManifestFields fields, List<Host> found) {
        Instant startedAt = fields.instant("startedAt");
        String profile = fields.has("profile") ? fields.text("profile") : "";
        return new RunManifest(
                Form.OLD,
                "",
                fields.has("tool") ? fields.text("tool") : "",
                startedAt,
                Optional.empty(),
                profile,
                Choices.NONE,
                found,
                Optional.empty(),
                Course.NONE);
    }

    /** A host of format 1, of which no more is known than its folder says. */
    static Host oldHost(String name, List<String> groups, Place place) {
        return new Host(
                name,
                "",
                Host.DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Connection.SSH,
                Become.NONE,
                groups,
                Map.of(),
                place);
    }

    /** The closing record of this run. */
    static RunEnd end(ManifestFields fields, RunManifest run) throws EvidenceFault {
        if (!fields.text("run").equals(run.runId())) {
            throw new EvidenceFault(TransportFailure.EVIDENCE_FOREIGN, EvidenceWriter.END);
        }
        RunEnd.How how = RunEnd.How.ofCode(fields.text("how")).orElseGet(() -> {
            fields.problem("how", "no such end of a run: " + fields.text("how"), "");
            return RunEnd.How.INTERRUPTED;
        });
        return new RunEnd(how, fields.instant("endedAt"), fields.integer("planned"), fields.integer("saved"));
    }
}
