package dev.preflight.evidence;

import dev.preflight.api.HostInfo;
import dev.preflight.evidence.RunManifest.Form;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.fact.Sha256;
import dev.preflight.inventory.Host;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the evidence of one host. Whatever is not there as it was written becomes the host's failure, which names the
 * file; what is whole of it is kept, so that a fault that was seen stays one.
 */
final class HostReader {
    /** Preflight writes no larger manifest. */
    static final int LARGEST_RECORD = 4 * 1024 * 1024;

    /** The largest cap of a fact is 1 MiB and a little, and every byte of it may become four in UTF-8 when it is redacted. */
    private static final int LARGEST_FRAME = 8 * 1024 * 1024;

    /** Of one host; a run of every check brings a fiftieth of it. */
    private static final int LARGEST_HOST = 64 * 1024 * 1024;

    /** A run of every check has a tenth of so many frames. */
    private static final int MOST_FRAMES = 4096;

    private static final Pattern KEY =
            Pattern.compile("[a-z0-9-]{1,100}(\\.[a-z0-9_-]{1,100})?@[a-z0-9-]{1,40}(~[0-9a-f]{8})?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final EvidenceFiles files;
    private final RunManifest run;
    private final Map<String, Optional<EvidenceFault>> scripts = new HashMap<>();

    HostReader(EvidenceFiles files, RunManifest run) {
        this.files = files;
        this.run = run;
    }

    /** The evidence of a host that the run was to look at. */
    HostEvidence read(Host host, String folder) {
        String path = EvidenceWriter.HOSTS + "/" + folder;
        try {
            return new OneHost(host, path).read();
        } catch (EvidenceFault e) {
            return nothing(host, new HostFailure(e.kind(), details(e, 0)));
        }
    }

    private HostEvidence nothing(Host host, HostFailure why) {
        return new HostEvidence(
                new HostInfo(host.name(), "", host.groups()), "", run.startedAt(), List.of(), Optional.of(why));
    }

    private static SortedMap<String, String> details(EvidenceFault fault, int more) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("file", fault.file());
        if (!fault.said().isEmpty()) {
            details.put("said", fault.said());
        }
        if (more > 0) {
            details.put("more", Integer.toString(more));
        }
        return details;
    }

    /** The fault that a record has not the form in which Preflight writes it; named by its first problem. */
    private static EvidenceFault malformed(String file, Problems problems) {
        Problem first = problems.all().get(0);
        String place = first.place().line() > 0 ? "line " + first.place().line() + ": " : "";
        return new EvidenceFault(TransportFailure.EVIDENCE_MALFORMED, file, place + first.message());
    }

    /** A script is one of the files that a record vouches for, though no judge reads it; each is looked at once. */
    private Optional<EvidenceFault> script(String digest) {
        String file = EvidenceWriter.SCRIPTS + "/" + digest + ".sh";
        return scripts.computeIfAbsent(digest, key -> {
            try {
                boolean same = Sha256.hex(files.read(file, LARGEST_RECORD)).equals(digest);
                return same
                        ? Optional.empty()
                        : Optional.of(new EvidenceFault(TransportFailure.EVIDENCE_ALTERED, file));
            } catch (EvidenceFault e) {
                return Optional.of(e);
            }
        });
    }

    /** One host while it is read. */
    private final class OneHost {
        private final Host host;
        private final String folder;
        private final List<EvidenceFault> faults = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private long bytes;

        private OneHost(Host host, String folder) {
            this.host = host;
            this.folder = folder;
        }

        private HostEvidence read() throws EvidenceFault {
            String file = folder + "/" + EvidenceWriter.MANIFEST;
            byte[] text = record(file);
            if (run.form() == Form.SEALED) {
                Seal.check(file, text);
            }
            Problems problems = new Problems();
            Optional<ManifestFields> parsed = ManifestFields.of(file, text, problems);
            if (parsed.isEmpty()) {
                throw malformed(file, problems);
            }
            ManifestFields fields = parsed.get();
            ours(fields, file);
            HostEvidence evidence = evidence(fields);
            if (!problems.none()) {
                throw malformed(file, problems);
            }
            if (faults.isEmpty()) {
                return evidence;
            }
            EvidenceFault first = faults.get(0);
            return new HostEvidence(
                    evidence.host(),
                    evidence.transport(),
                    evidence.collectedAt(),
                    evidence.lanes(),
                    Optional.of(new HostFailure(first.kind(), details(first, faults.size() - 1))));
        }

        /** A host whose record never came was not collected, whatever else of it is there. */
        private byte[] record(String file) throws EvidenceFault {
            try {
                return files.read(file, LARGEST_RECORD);
            } catch (EvidenceFault e) {
                throw e.kind() == TransportFailure.EVIDENCE_MISSING
                        ? new EvidenceFault(TransportFailure.NOT_COLLECTED, file)
                        : e;
            }
        }

        private void ours(ManifestFields fields, String file) throws EvidenceFault {
            int version = run.form() == Form.OLD ? 1 : EvidenceWriter.FORMAT_VERSION;
            if (fields.number("formatVersion") != version) {
                throw new EvidenceFault(
                        TransportFailure.EVIDENCE_MALFORMED,
                        file,
                        "format " + fields.number("formatVersion") + ", the run's manifest has " + version);
            }
            foreign(!fields.text("host").equals(host.name()), file, "host " + fields.text("host"));
            boolean sealed = run.form() == Form.SEALED;
            boolean hasRun = sealed || (run.form() == Form.HAND_MADE && fields.has("run"));
            foreign(hasRun && !fields.text("run").equals(run.runId()), file, "run");
            foreign(sealed && !fields.text("profile").equals(run.profileDigest()), file, "profile");
        }

        private static void foreign(boolean is, String file, String what) throws EvidenceFault {
            if (is) {
                throw new EvidenceFault(TransportFailure.EVIDENCE_FOREIGN, file, what);
            }
        }

        private HostEvidence evidence(ManifestFields fields) {
            HostInfo info = new HostInfo(host.name(), fields.text("address"), fields.texts("groups"));
            List<LaneEvidence> lanes = new ArrayList<>();
            fields.objects("lanes").forEach(lane -> lane(lane).ifPresent(lanes::add));
            return new HostEvidence(
                    info,
                    fields.text("transport"),
                    fields.instant("collectedAt"),
                    lanes,
                    fields.object("failure").map(HostReader::failure));
        }

        private Optional<LaneEvidence> lane(ManifestFields fields) {
            Optional<Lane> lane = Stream.of(Lane.values())
                    .filter(l -> l.id().equals(fields.text("lane")))
                    .findFirst();
            if (lane.isEmpty()) {
                fields.problem("lane", "no such lane: " + fields.text("lane"), "");
                return Optional.empty();
            }
            List<Frame> frames = new ArrayList<>();
            fields.objects("frames").forEach(frame -> frame(frame).ifPresent(frames::add));
            fields.object("script").ifPresent(this::script);
            return Optional.of(new LaneEvidence(
                    lane.get(),
                    "",
                    fields.instant("sentAt"),
                    fields.instant("receivedAt"),
                    frames,
                    fields.text("noise"),
                    fields.flag("rebooted"),
                    fields.object("failure").map(HostReader::laneFailure)));
        }

        private void script(ManifestFields fields) {
            String digest = fields.text("sha256");
            if (!DIGEST.matcher(digest).matches()) {
                fields.problem("sha256", "no digest: '" + digest + "'", "");
                return;
            }
            HostReader.this.script(digest).ifPresent(faults::add);
        }

        private Optional<Frame> frame(ManifestFields fields) {
            String key = fields.text("key");
            if (!KEY.matcher(key).matches() || !keys.add(key) || keys.size() > MOST_FRAMES) {
                fields.problem("key", "no key of a request, or one too many: " + key, "");
                return Optional.empty();
            }
            FrameEnd end = FrameEnd.ofCode(fields.text("end")).orElseGet(() -> {
                fields.problem("end", "no such end of a frame: " + fields.text("end"), "");
                return FrameEnd.NEVER;
            });
            OptionalInt status = fields.has("status") ? OptionalInt.of(fields.integer("status")) : OptionalInt.empty();
            if ((end == FrameEnd.COMPLETE) != status.isPresent()) {
                fields.problem("key", "a frame has a status exactly if it is complete", "");
            }
            int format = fields.integer("format");
            Optional<Duration> took = fields.has("tookMillis")
                    ? Optional.of(Duration.ofMillis(fields.number("tookMillis")))
                    : Optional.empty();
            Optional<Instant> receivedAt =
                    fields.has("receivedAt") ? Optional.of(fields.instant("receivedAt")) : Optional.empty();
            String file = folder + "/" + EvidenceWriter.FRAMES + "/" + key;
            try {
                byte[] out = bytes(file + ".out", fields.object("out"), fields);
                boolean hasErr = fields.has("err") || (run.form() != Form.SEALED && files.exists(file + ".err"));
                byte[] err = hasErr ? bytes(file + ".err", fields.object("err"), fields) : new byte[0];
                return Optional.of(new Frame(key, format, end, status, took, receivedAt, out, err));
            } catch (EvidenceFault e) {
                faults.add(e);
                return Optional.of(Frame.damaged(key, format, e.file()));
            }
        }

        /** The bytes of a file, of the size and digest that its record says; evidence made by hand may say neither. */
        private byte[] bytes(String file, Optional<ManifestFields> digest, ManifestFields frame) throws EvidenceFault {
            if (digest.isEmpty() && run.form() == Form.SEALED) {
                frame.problem("key", "the record does not say what the file must hold: " + file, "");
                return new byte[0];
            }
            byte[] read = files.read(file, Math.min(LARGEST_FRAME, LARGEST_HOST - bytes));
            bytes += read.length;
            if (digest.isPresent()) {
                long size = digest.get().number("bytes");
                if (read.length < size) {
                    throw new EvidenceFault(TransportFailure.EVIDENCE_CUT, file);
                }
                if (read.length > size || !Sha256.hex(read).equals(digest.get().text("sha256"))) {
                    throw new EvidenceFault(TransportFailure.EVIDENCE_ALTERED, file);
                }
            }
            return read;
        }
    }

    private static HostFailure failure(ManifestFields fields) {
        TransportFailure failure = TransportFailure.ofCode(fields.text("code")).orElseGet(() -> {
            fields.problem("code", "no such failure: " + fields.text("code"), "");
            return TransportFailure.OTHER;
        });
        TreeMap<String, String> details = new TreeMap<>();
        fields.object("details").ifPresent(d -> d.names().forEach(name -> details.put(name, d.text(name))));
        return new HostFailure(failure, details);
    }

    private static LaneFailure laneFailure(ManifestFields fields) {
        Reason reason = Reason.ofCode(fields.text("reason")).orElseGet(() -> {
            fields.problem("reason", "no such reason: " + fields.text("reason"), "");
            return Reason.DIED;
        });
        return new LaneFailure(reason, fields.text("said"));
    }
}
