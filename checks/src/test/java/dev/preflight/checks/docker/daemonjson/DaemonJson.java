package dev.preflight.checks.docker.daemonjson;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.fact.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A host with a daemon.json, as the judge sees it; begins healthy. */
public final class DaemonJson {
    static final String PATH = "/etc/docker/daemon.json";

    private String banner = "Docker version 26.1.3, build b72abbb";
    private Optional<String> binary = Optional.of("/usr/bin/dockerd");
    private Optional<String> commandLine = Optional.of("/usr/bin/dockerd -H fd:// --containerd=/run/c.sock");
    private Reading<DockerDaemonJson> file =
            Reading.got(new DockerDaemonJson(PATH, false, DockerDaemonJson.State.ABSENT, "", new byte[0]));
    private Reading<DockerDaemonJsonValidation> validation =
            Reading.got(new DockerDaemonJsonValidation(Optional.empty(), OptionalInt.empty(), ""));
    private Reading<DockerEngineState> state =
            Reading.got(new DockerEngineState(Optional.of(false), List.of(), true, Map.of()));
    private List<String> unreadable = List.of();
    private Map<String, String> units = Map.of();
    private List<String> required = List.of();
    private String target = "";

    public static DaemonJson holding(String text) {
        return holding(text.getBytes(StandardCharsets.UTF_8));
    }

    public static DaemonJson holding(byte[] bytes) {
        return new DaemonJson().state(DockerDaemonJson.State.FILE, false, bytes);
    }

    static DaemonJson absent() {
        return new DaemonJson();
    }

    DaemonJson state(DockerDaemonJson.State state, boolean named, byte[] bytes) {
        file = Reading.got(new DockerDaemonJson(PATH, named, state, "-rw-r--r-- 1 0 0 9 " + PATH, bytes));
        return this;
    }

    DaemonJson file(Reading<DockerDaemonJson> reading) {
        file = reading;
        return this;
    }

    public DaemonJson version(String version) {
        banner = version.isEmpty() ? "" : "Docker version " + version + ", build 0000000";
        return this;
    }

    DaemonJson notInstalled() {
        binary = Optional.empty();
        commandLine = Optional.empty();
        banner = "";
        return this;
    }

    DaemonJson planned(String version) {
        target = version;
        return this;
    }

    DaemonJson started(String command) {
        commandLine = Optional.of(command);
        return this;
    }

    DaemonJson stopped(Map<String, String> itsUnits, List<String> unread) {
        commandLine = Optional.empty();
        units = itsUnits;
        unreadable = unread;
        return this;
    }

    DaemonJson requiring(String... keys) {
        required = List.of(keys);
        return this;
    }

    DaemonJson validated(int status, String message) {
        validation = Reading.got(new DockerDaemonJsonValidation(Optional.of(PATH), OptionalInt.of(status), message));
        return this;
    }

    DaemonJson validation(Reading<DockerDaemonJsonValidation> reading) {
        validation = reading;
        return this;
    }

    /** The engine's state; whether the accounts that the file names are there stands by {@code user NAME}. */
    DaemonJson engine(Optional<Boolean> inSwarm, List<String> plugins, Map<String, Boolean> accounts) {
        state = Reading.got(new DockerEngineState(inSwarm, plugins, true, accounts));
        return this;
    }

    DaemonJson engine(Reading<DockerEngineState> reading) {
        state = reading;
        return this;
    }

    List<Judgement> judged() {
        DockerDaemon daemon = new DockerDaemon(binary, banner, commandLine, units, Map.of(), unreadable);
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(DockerDaemonJsonCheck.DAEMON.key(), Reading.got(daemon));
        readings.put(DockerDaemonJsonCheck.FILE.key(), file);
        readings.put(DockerDaemonJsonCheck.VALIDATION.key(), validation);
        readings.put(DockerDaemonJsonCheck.STATE.key(), state);
        HostFacts facts = new HostFacts(
                new HostInfo("n1", "10.0.0.1", List.of()), Instant.parse("2026-03-02T11:02:03Z"), readings);
        return new DockerDaemonJsonCheck().judge(facts, new DockerDaemonJsonCheck.Params(required, target));
    }

    /** Each finding as {@code outcome code subject}. */
    public List<String> said() {
        return judged().stream()
                .map(j ->
                        j.outcome().code() + " " + j.code() + " " + j.subject().name())
                .toList();
    }
}
