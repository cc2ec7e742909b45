package dev.preflight.evidence;

import dev.preflight.fact.Sha256;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryKeys;
import dev.preflight.inventory.Members;
import dev.preflight.json.JsonOut;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The manifests of evidence as JSON, sealed. Pure. */
final class ManifestText {
    private ManifestText() {}

    /** The run's manifest. */
    static String of(RunManifest run) {
        return Seal.sealed(o -> {
            o.field("formatVersion", EvidenceWriter.FORMAT_VERSION)
                    .field("run", run.runId())
                    .field("tool", run.toolVersion())
                    .field("startedAt", run.startedAt().toString());
            run.profile()
                    .ifPresent(profile -> o.object(
                            "profile",
                            p -> p.field("name", profile.name())
                                    .field("sha256", profile.sha256())
                                    .field("text", profile.text())));
            o.field("only", run.choices().only())
                    .field("skip", run.choices().skip())
                    .field("failOnWarning", run.choices().failOnWarning())
                    .field("settings", run.choices().settings())
                    .field("sets", run.choices().sets())
                    .object("course", c -> course(c, run.course()))
                    .array("hosts", hosts -> run.hosts().forEach(host -> hosts.object(h -> host(h, host))));
            run.inventory().ifPresent(names -> o.object("inventory", i -> inventory(i, names)));
        });
    }

    private static void course(JsonOut.Fields out, RunManifest.Course course) {
        out.field("commandsDenied", course.commandsDenied());
        course.hostDeadline().ifPresent(most -> out.field("hostDeadlineMillis", most.toMillis()));
        out.field("inventoryNeeded", course.inventoryNeeded()).field("login", course.login());
        out.array(
                "through",
                all -> course.through()
                        .forEach((host, path) ->
                                all.line(one -> one.field("host", host).field("path", path))));
        course.clock()
                .ifPresent(clock -> out.object(
                        "clock",
                        c -> c.field("boot", clock.boot())
                                .field("zero", clock.zero().toString())));
        out.field(
                "resumedAt", course.resumedAt().stream().map(Instant::toString).toList());
    }

    private static void inventory(JsonOut.Fields out, Members names) {
        out.array(
                        "groups",
                        groups -> names.groups()
                                .forEach((name, hosts) -> groups.line(
                                        group -> group.field("name", name).field("hosts", hosts))))
                .field("hosts", names.hosts())
                .field("addresses", names.addresses());
        names.readBy().ifPresent(reader -> out.field("readBy", reader.code()));
    }

    private static void host(JsonOut.Fields out, Host host) {
        out.field("name", host.name())
                .field("address", host.address())
                .field("port", host.port())
                .field("connection", host.connection().name().toLowerCase(Locale.ROOT))
                .field("groups", host.groups());
        host.user().ifPresent(user -> out.field("user", user));
        host.keyFile().ifPresent(file -> out.field("keyFile", file));
        out.field("become", host.become().asked());
        // No other variable is of use for judging, and any of them may be a secret.
        host.peerAddress().ifPresent(peer -> out.field(InventoryKeys.PEER_ADDRESS, peer));
    }

    /** The closing record. */
    static String of(RunManifest run, RunEnd end) {
        return Seal.sealed(o -> o.field("formatVersion", EvidenceWriter.FORMAT_VERSION)
                .field("run", run.runId())
                .field("endedAt", end.endedAt().toString())
                .field("how", end.how().code())
                .field("planned", end.planned())
                .field("saved", end.saved()));
    }

    /**
     * The record of one host.
     *
     * @param scripts the script of each lane by the lane's name, for those that have one
     */
    static String of(RunManifest run, HostEvidence host, Map<String, SavedScript> scripts) {
        return Seal.sealed(o -> {
            o.field("formatVersion", EvidenceWriter.FORMAT_VERSION)
                    .field("run", run.runId())
                    .field("profile", run.profileDigest())
                    .field("host", host.host().name())
                    .field("address", host.host().address())
                    .field("groups", host.host().groups())
                    .field("transport", host.transport())
                    .field("collectedAt", host.collectedAt().toString());
            host.failure()
                    .ifPresent(why -> o.object("failure", f -> {
                        f.field("code", why.failure().code());
                        f.object("details", d -> why.details().forEach(d::field));
                    }));
            o.array(
                    "lanes",
                    lanes -> host.lanes()
                            .forEach(lane -> lanes.object(l -> {
                                lane(l, lane);
                                SavedScript script = scripts.get(lane.lane().id());
                                if (script != null) {
                                    l.object("script", s -> script(s, script));
                                }
                                l.array(
                                        "frames",
                                        frames -> lane.frames().forEach(frame -> frames.object(f -> frame(f, frame))));
                            })));
        });
    }

    private static void lane(JsonOut.Fields out, LaneEvidence lane) {
        out.field("lane", lane.lane().id())
                .field("sentAt", lane.sentAt().toString())
                .field("receivedAt", lane.receivedAt().toString())
                .field("rebooted", lane.rebooted())
                .field("noise", lane.noise());
        lane.failure()
                .ifPresent(why -> out.object(
                        "failure", f -> f.field("reason", why.reason().code()).field("said", why.said())));
    }

    private static void script(JsonOut.Fields out, SavedScript script) {
        SortedMap<String, String> own = script.own();
        out.field("sha256", script.sha256()).object("own", o -> own.forEach(o::field));
    }

    private static void frame(JsonOut.Fields out, Frame frame) {
        out.field("key", frame.key())
                .field("format", frame.format())
                .field("end", frame.end().code());
        frame.status().ifPresent(status -> out.field("status", status));
        frame.took().ifPresent(took -> out.field("tookMillis", took.toMillis()));
        frame.receivedAt().ifPresent(at -> out.field("receivedAt", at.toString()));
        out.object("out", o -> file(o, frame.out()));
        if (frame.err().length > 0) {
            out.object("err", o -> file(o, frame.err()));
        }
    }

    private static void file(JsonOut.Fields out, byte[] bytes) {
        out.field("bytes", bytes.length).field("sha256", Sha256.hex(bytes));
    }
}
