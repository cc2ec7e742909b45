package dev.preflight.casefile;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.InventoryKeys;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Evidence of one or a few hosts in one file of YAML: for test cases, to be read and changed by people.
 *
 * @param startedAt when it was recorded
 * @param hosts whom it is of
 * @param said what each of them said
 */
record EvidenceFile(Instant startedAt, List<Host> hosts, Map<String, HostEvidence> said) {
    /** The form of the file. */
    static final int FORMAT_VERSION = 1;

    /** A frame whose format the file does not say has that of the fact. */
    static final int PRESENT_FORMAT = 0;

    private static final List<String> KEYS = List.of("formatVersion", "startedAt", "hosts");
    private static final List<String> HOST_KEYS =
            List.of("address", "groups", "like", "failure", "collectedAt", InventoryKeys.PEER_ADDRESS, "said");
    private static final List<String> FRAME_KEYS =
            List.of("out", "base64", "err", "status", "end", "format", "lane", "received", "reason");
    private static final Pattern KEY = Pattern.compile("[a-z0-9._/-]{1,200}@[a-z0-9-]{1,40}(~[0-9a-f]{8})?");
    /** The greatest exit status of a process (wait(2)). */
    private static final int LAST_STATUS = 255;

    EvidenceFile {
        hosts = List.copyOf(hosts);
        said = Map.copyOf(said);
    }

    /** What a host said. */
    HostEvidence evidence(Host host) {
        HostEvidence found = said.get(host.name());
        if (found == null) {
            throw new IllegalArgumentException("no host " + host.name());
        }
        return found;
    }

    /** Reads a file, or notes what is wrong with it. */
    static Optional<EvidenceFile> read(Path path, Place at, Problems problems) {
        return YamlFile.text(path, at, problems).flatMap(text -> parse(path, text, problems));
    }

    /** Reads the text of a file. */
    static Optional<EvidenceFile> parse(Path path, String text, Problems problems) {
        return YamlFile.mapping(path, text, problems).flatMap(document -> new Reader(problems).file(document));
    }

    /** Reads one file. */
    private static final class Reader {
        private final Problems problems;
        private final Map<String, Map<String, FrameOfLane>> framesByHost = new LinkedHashMap<>();

        private Reader(Problems problems) {
            this.problems = problems;
        }

        /** A lane, and why it did not bring its frames. */
        private record LaneOf(Lane lane, Optional<Reason> failure) {}

        /** A frame and the lane that brought it. */
        private record FrameOfLane(LaneOf lane, Frame frame) {}

        private Optional<EvidenceFile> file(Node.Mapping document) {
            Fields fields = new Fields(document, KEYS, "key of evidence", problems);
            KEYS.forEach(key -> fields.require(key, "the evidence"));
            Optional<String> version = fields.text("formatVersion");
            if (version.isPresent() && !version.get().equals(Integer.toString(FORMAT_VERSION))) {
                problems.add(
                        fields.place("formatVersion"),
                        "evidence of format " + version.get() + " cannot be read",
                        "this version reads format " + FORMAT_VERSION);
                return Optional.empty();
            }
            Instant startedAt = fields.instant("startedAt").orElse(Instant.EPOCH);
            List<Host> hosts = new ArrayList<>();
            Map<String, HostEvidence> said = new LinkedHashMap<>();
            fields.mapping("hosts").ifPresent(all -> {
                for (Node.Entry entry : Keys.unique(all, problems).values()) {
                    host(entry, startedAt, hosts, said);
                }
                if (all.entries().isEmpty()) {
                    problems.add(all.place(), "hosts: expected at least one host");
                }
            });
            return problems.none() ? Optional.of(new EvidenceFile(startedAt, hosts, said)) : Optional.empty();
        }

        private void host(Node.Entry entry, Instant startedAt, List<Host> hosts, Map<String, HostEvidence> said) {
            Optional<Node.Mapping> mapping = Values.mapping("host " + entry.key(), entry.value(), problems);
            if (mapping.isEmpty()) {
                return;
            }
            Fields fields = new Fields(mapping.get(), HOST_KEYS, "key of a host", problems);
            List<String> groups = new ArrayList<>(fields.node("groups")
                    .flatMap(node -> Values.texts("groups", node, problems))
                    .orElse(List.of()));
            groups.add("all");
            String address = fields.has("address") ? scalar(fields, "address") : entry.key();
            Instant collectedAt = fields.instant("collectedAt").orElse(startedAt);
            Map<String, FrameOfLane> frames = new LinkedHashMap<>(like(fields));
            fields.mapping("said")
                    .ifPresent(all -> Keys.unique(all, problems).values().forEach(frame -> {
                        if (Values.isOff(frame.value())) {
                            frames.remove(FactKey.of(frame.key()));
                        } else {
                            frame(frame, collectedAt).ifPresent(read -> frames.put(FactKey.of(frame.key()), read));
                        }
                    }));
            framesByHost.put(entry.key(), frames);
            Map<String, String> variables = fields.text(InventoryKeys.PEER_ADDRESS)
                    .map(peer -> Map.of(InventoryKeys.PEER_ADDRESS, peer))
                    .orElse(Map.of());
            hosts.add(host(entry, address, groups, variables));
            said.put(
                    entry.key(),
                    new HostEvidence(
                            new HostInfo(entry.key(), address, groups),
                            "file",
                            collectedAt,
                            lanes(frames.values(), collectedAt),
                            failure(fields)));
        }

        private static Host host(Node.Entry entry, String address, List<String> groups, Map<String, String> variables) {
            return new Host(
                    entry.key(),
                    address,
                    Host.DEFAULT_PORT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Connection.SSH,
                    Become.NONE,
                    groups,
                    variables,
                    entry.keyPlace());
        }

        /** What another host of the file said, for a host that differs in little. */
        private Map<String, FrameOfLane> like(Fields fields) {
            Optional<String> other = fields.text("like");
            if (other.isPresent() && !framesByHost.containsKey(other.get())) {
                problems.add(
                        fields.place("like"),
                        "no host '" + other.get() + "' above",
                        Suggestion.hint(other.get(), framesByHost.keySet()));
            }
            return framesByHost.getOrDefault(other.orElse(""), Map.of());
        }

        private Optional<HostFailure> failure(Fields fields) {
            return fields.word("failure", Stream.of(TransportFailure.values()), TransportFailure::code)
                    .map(code -> new HostFailure(code, new TreeMap<>()));
        }

        private static List<LaneEvidence> lanes(Iterable<FrameOfLane> frames, Instant collectedAt) {
            Map<LaneOf, List<Frame>> byLane = new LinkedHashMap<>();
            frames.forEach(one -> byLane.computeIfAbsent(one.lane(), lane -> new ArrayList<>())
                    .add(one.frame()));
            List<LaneEvidence> lanes = new ArrayList<>();
            byLane.forEach((lane, all) -> lanes.add(new LaneEvidence(
                    lane.lane(),
                    "",
                    collectedAt,
                    collectedAt,
                    all,
                    "",
                    false,
                    lane.failure().map(reason -> new LaneFailure(reason, "")))));
            return lanes;
        }

        /** A frame: its output as a text, or more of it as a mapping. */
        private Optional<FrameOfLane> frame(Node.Entry entry, Instant collectedAt) {
            if (!KEY.matcher(entry.key()).matches()) {
                problems.add(
                        entry.keyPlace(),
                        "'" + entry.key() + "' names no fact in a context",
                        "write it as evidence does: FACT@CONTEXT, such as memory@clean");
                return Optional.empty();
            }
            if (entry.value() instanceof Node.Scalar out) {
                return Optional.of(new FrameOfLane(
                        new LaneOf(Lane.USER, Optional.empty()),
                        new Frame(
                                FactKey.of(entry.key()),
                                PRESENT_FORMAT,
                                FrameEnd.COMPLETE,
                                OptionalInt.of(0),
                                Optional.of(Duration.ZERO),
                                Optional.of(collectedAt),
                                utf8(out.text()),
                                new byte[0])));
            }
            return Values.mapping(entry.key(), entry.value(), problems)
                    .map(mapping -> frame(FactKey.of(entry.key()), mapping, collectedAt));
        }

        private FrameOfLane frame(String key, Node.Mapping mapping, Instant collectedAt) {
            Fields fields = new Fields(mapping, FRAME_KEYS, "key of " + key, problems);
            FrameEnd end = fields.word("end", Stream.of(FrameEnd.values()), FrameEnd::code)
                    .orElse(FrameEnd.COMPLETE);
            int status = number(fields, "status", LAST_STATUS);
            int received = number(fields, "received", Integer.MAX_VALUE);
            return new FrameOfLane(
                    new LaneOf(
                            fields.word("lane", Stream.of(Lane.values()), Lane::id)
                                    .orElse(Lane.USER),
                            fields.word("reason", Stream.of(Reason.values()), Reason::code)),
                    new Frame(
                            key,
                            number(fields, "format", Integer.MAX_VALUE),
                            end,
                            end == FrameEnd.COMPLETE ? OptionalInt.of(status) : OptionalInt.empty(),
                            Optional.of(Duration.ZERO),
                            end == FrameEnd.NEVER ? Optional.empty() : Optional.of(collectedAt.plusMillis(received)),
                            fields.has("base64") ? base64(fields) : utf8(scalar(fields, "out")),
                            utf8(scalar(fields, "err"))));
        }

        private static String scalar(Fields fields, String key) {
            return fields.node(key)
                    .map(node -> node instanceof Node.Scalar s ? s.text() : "")
                    .orElse("");
        }

        private byte[] base64(Fields fields) {
            try {
                return Base64.getMimeDecoder().decode(scalar(fields, "base64"));
            } catch (IllegalArgumentException e) {
                problems.add(fields.place("base64"), "base64: expected text in base64");
                return new byte[0];
            }
        }

        private int number(Fields fields, String key, int most) {
            Optional<Node> node = fields.node(key);
            if (node.isEmpty()) {
                return 0;
            }
            if (node.get() instanceof Node.Scalar s
                    && s.text().matches("\\d{1,9}")
                    && Integer.parseInt(s.text()) <= most) {
                return Integer.parseInt(s.text());
            }
            Values.wrong("a whole number from 0 to " + most, key, node.get(), "", problems);
            return 0;
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
