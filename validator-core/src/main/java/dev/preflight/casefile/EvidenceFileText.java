package dev.preflight.casefile;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes evidence as the text of an {@link EvidenceFile}, which people can read and change. Pure. */
final class EvidenceFileText {
    private static final int OF_HOST = 2;
    private static final int OF_KEY = 4;
    private static final int OF_FRAME = 6;
    private static final int OF_FIELD = 8;

    private final StringBuilder out = new StringBuilder();

    private EvidenceFileText() {}

    /**
     * The text.
     *
     * @param hosts in their order, each with its evidence
     */
    static String of(Instant startedAt, Map<Host, HostEvidence> hosts) {
        EvidenceFileText text = new EvidenceFileText();
        text.line(0, "formatVersion: " + EvidenceFile.FORMAT_VERSION);
        text.line(0, "startedAt: " + startedAt);
        text.line(0, "hosts:");
        hosts.forEach(text::host);
        return text.out.toString();
    }

    private void host(Host host, HostEvidence evidence) {
        line(OF_HOST, CaseText.quoted(host.name()) + ":");
        line(OF_KEY, "address: " + CaseText.quoted(evidence.host().address()));
        List<String> groups = host.groups().stream()
                .filter(group -> !group.equals("all"))
                .map(CaseText::quoted)
                .toList();
        line(OF_KEY, "groups: [" + String.join(", ", groups) + "]");
        host.peerAddress().ifPresent(peer -> line(OF_KEY, InventoryKeys.PEER_ADDRESS + ": " + CaseText.quoted(peer)));
        line(OF_KEY, "collectedAt: " + evidence.collectedAt());
        evidence.failure()
                .ifPresent(why -> line(OF_KEY, "failure: " + why.failure().code()));
        line(
                OF_KEY,
                "said:"
                        + (evidence.lanes().stream()
                                        .allMatch(lane -> lane.frames().isEmpty())
                                ? " {}"
                                : ""));
        evidence.lanes().forEach(lane -> lane.frames().forEach(frame -> frame(lane, frame)));
    }

    private void frame(LaneEvidence lane, Frame frame) {
        line(OF_FRAME, CaseText.quoted(frame.key()) + ":");
        line(OF_FIELD, "format: " + frame.format());
        if (lane.lane() != Lane.USER) {
            line(OF_FIELD, "lane: " + lane.lane().id());
        }
        if (frame.end() != FrameEnd.COMPLETE) {
            line(OF_FIELD, "end: " + frame.end().code());
            lane.failure()
                    .ifPresent(why -> line(OF_FIELD, "reason: " + why.reason().code()));
        }
        frame.status().stream().filter(status -> status != 0).forEach(status -> line(OF_FIELD, "status: " + status));
        frame.receivedAt()
                .map(at -> Duration.between(lane.sentAt(), at).toMillis())
                .filter(millis -> millis > 0)
                .ifPresent(millis -> line(OF_FIELD, "received: " + millis));
        Optional<String> text = text(frame.out());
        if (text.isPresent()) {
            literal("out", text.get());
        } else {
            line(OF_FIELD, "base64: " + Base64.getEncoder().encodeToString(frame.out()));
        }
        if (frame.err().length > 0) {
            literal("err", text(frame.err()).orElse("(not text)"));
        }
    }

    /** The bytes as a text that YAML can hold as it is; empty if it cannot. */
    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean plain = text.codePoints()
                    .allMatch(c -> c == '\t'
                            || c == '\n'
                            || (c >= 0x20 && c <= 0x7e)
                            || (c >= 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfff0)
                            || c > 0xffff);
            return plain ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** As a literal block, whose lines stay as they are (YAML 1.2.2, section 8.1.2). */
    private void literal(String key, String text) {
        if (text.isBlank()) {
            line(
                    OF_FIELD,
                    key + ": "
                            + (text.isEmpty()
                                    ? "\"\""
                                    : "\"" + text.replace("\n", "\\n").replace("\t", "\\t") + "\""));
            return;
        }
        String end = !text.endsWith("\n") ? "-" : text.endsWith("\n\n") ? "+" : "";
        line(OF_FIELD, key + ": |2" + end);
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String one : body.split("\n", -1)) {
            line(one.isEmpty() ? 0 : OF_FIELD + 2, one);
        }
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
