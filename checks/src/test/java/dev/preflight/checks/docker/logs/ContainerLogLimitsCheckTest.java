package dev.preflight.checks.docker.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.checks.docker.containers.Containers;
import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.docker.containers.Containers.Kind;
import dev.preflight.checks.docker.daemonjson.DaemonJson;
import dev.preflight.checks.docker.daemonjson.DaemonJsonRemedies;
import dev.preflight.checks.docker.logs.ContainerLogLimitsCheck.Params;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.checks.fact.DockerDaemonJson;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerLogLimitsCheckTest {
    private static final String PATH = "/etc/docker/daemon.json";
    private static final String LIMITED = "{" + DaemonJsonRemedies.LOG_KEYS + "}";

    private Optional<String> binary = Optional.of("/usr/bin/dockerd");
    private Optional<String> commandLine = Optional.of("/usr/bin/dockerd -H fd://");
    private List<String> unreadUnits = List.of();
    private Reading<DockerDaemonJson> file = file(DockerDaemonJson.State.ABSENT, "");
    private Optional<String> newer = Optional.empty();
    private Optional<String> running = Optional.empty();
    private OptionalLong spaceKib = OptionalLong.of(1_000_000);
    private boolean podman;
    private Optional<String> podmanDriver = Optional.empty();
    private Optional<List<String>> kubelet = Optional.empty();
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private List<String> unread = List.of();
    private Reading<Containers> containers = Reading.got(new Containers(List.of()));
    private int planned = 0;
    private String target = "";
    private ByteSize most = ByteSize.parse("1GiB");

    private static Reading<DockerDaemonJson> file(DockerDaemonJson.State state, String text) {
        return Reading.got(
                new DockerDaemonJson(PATH, false, state, "-rw-r--r-- " + PATH, text.getBytes(StandardCharsets.UTF_8)));
    }

    private ContainerLogLimitsCheckTest holding(String text) {
        file = file(DockerDaemonJson.State.FILE, text);
        return this;
    }

    private void noDocker() {
        binary = Optional.empty();
        commandLine = Optional.empty();
    }

    private static Container container(String name, String driver, String size) {
        return new Container(
                Kind.DOCKER,
                "0".repeat(64),
                name,
                true,
                0,
                driver,
                Optional.of(size).filter(s -> !s.isEmpty()),
                Optional.of("3"));
    }

    private void containers(Optional<Reason> blind, Container... all) {
        containers =
                Reading.got(new Containers(List.of(new ContainerRuntime(Kind.DOCKER, blind, "denied", List.of(all)))));
    }

    private List<Judgement> judged() {
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(
                ContainerLogLimitsCheck.DAEMON.key(),
                Reading.got(new DockerDaemon(
                        binary, "Docker version 26.1.3, build 0", commandLine, Map.of(), Map.of(), unreadUnits)));
        readings.put(ContainerLogLimitsCheck.FILE.key(), file);
        readings.put(
                ContainerLogLimitsCheck.SETTINGS.key(),
                Reading.got(new ContainerLogSettings(
                        newer,
                        running,
                        spaceKib,
                        podman,
                        podmanDriver,
                        kubelet,
                        files,
                        unread,
                        OptionalLong.of(1_000_000))));
        readings.put(ContainerLogLimitsCheck.CONTAINERS.key(), containers);
        HostFacts facts = new HostFacts(
                new HostInfo("n1", "10.0.0.1", List.of()), Instant.parse("2026-03-02T11:02:03Z"), readings);
        return new ContainerLogLimitsCheck().judge(facts, new Params(target, planned, most, 20));
    }

    private List<String> said() {
        return judged().stream()
                .map(j ->
                        j.outcome().code() + " " + j.code() + " " + j.subject().name())
                .toList();
    }

    private String remedy() {
        return judged().get(0).remedies().get(0).id();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {}                                                          | fail unlimited        | add-limits
            {"debug":true}                                              | fail unlimited        | add-limits
            {"log-driver":"json-file"}                                  | fail unlimited        | merge-limits
            {"log-opts":{"max-file":"3"}}                               | fail max-size-missing | merge-limits
            {"log-opts":{"max-size":"big"}}                             | fail max-size-missing | merge-limits
            null                                                        | fail unlimited        | merge-limits
            ^ ^                                                         | fail unlimited        | fill-file
            {"debug":true,}                                             | fail broken-file      | merge-limits
            {"log-driver":"local"}                                      | pass local-defaults   | -
            {"log-driver":"local","log-opts":{"max-size":"10m"}}        | pass ok               | -
            {"log-driver":"none"}                                       | pass no-log-files        | -
            {"log-driver":"syslog"}                                     | pass no-log-files        | -
            {"log-driver":"journald"}                                   | pass journald         | -
            {"log-opts":{"max-size":"100m"}}                            | pass ok               | -
            {"log-opts":{"max-file":"3"},"log-opts":{"max-size":"9m"}}  | pass ok               | -
            """)
    void theFileDecidesWhatNewContainersGet(String text, String expected, String remedy) {
        holding(text);
        assertThat(said()).containsExactly(expected + " docker");
        if (!remedy.equals("-")) {
            assertThat(remedy()).isEqualTo(remedy);
        }
    }

    @Test
    void whatTheRemediesWriteIsGoodForBothChecks() {
        assertThat(holding(LIMITED).said()).containsExactly("pass ok docker");
        assertThat(DaemonJson.holding(LIMITED).said()).containsExactly("pass ok " + PATH);
        assertThat(DaemonJson.holding(LIMITED).version("20.10.24").said()).containsExactly("pass ok " + PATH);
        assertThat(remedyOfAbsent()).isEqualTo("write-limits");
    }

    private String remedyOfAbsent() {
        file = file(DockerDaemonJson.State.ABSENT, "");
        assertThat(said()).containsExactly("fail unlimited docker");
        return remedy();
    }

    @Test
    void flagsCountAndAreMendedWhereTheyStand() {
        commandLine = Optional.of("/usr/bin/dockerd --log-opt max-size=10m --log-opt=max-file=3");
        assertThat(said()).containsExactly("pass ok docker");
        commandLine = Optional.of("/usr/bin/dockerd --log-opt max-file=3");
        assertThat(said()).containsExactly("fail max-size-missing docker");
        assertThat(remedy()).isEqualTo("limit-flags");
        commandLine = Optional.of("/usr/bin/dockerd --log-driver=journald");
        assertThat(said()).containsExactly("pass journald docker");
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        file = Reading.missing(Reason.NOT_READABLE, "x");
        assertThat(said()).containsExactly("unknown not-readable docker");
        holding(LIMITED);
        commandLine = Optional.empty();
        unreadUnits = List.of("/etc/sysconfig/docker");
        assertThat(said()).containsExactly("unknown not-readable docker");
        commandLine = Optional.of("/usr/bin/dockerd --config-file=/opt/d.json");
        assertThat(said()).containsExactly("unknown ambiguous docker");
    }

    @Test
    void aDaemonThatHasNotReadItsFileYetIsSaid() {
        holding("{\"log-driver\":\"local\"}");
        running = Optional.of("json-file");
        assertThat(said()).containsExactly("fail not-in-force docker");
        running = Optional.of("local");
        assertThat(said()).containsExactly("pass local-defaults docker");
        newer = Optional.of(PATH);
        assertThat(said()).contains("warning changed-since-start docker");
        newer = Optional.of("/elsewhere.json");
        assertThat(said()).containsExactly("pass local-defaults docker");
    }

    @ParameterizedTest
    @CsvSource({"1000k, pass ok", "1001k, warning large-default", "999k, pass ok"})
    void aLimitIsLargeAboveTheParameter(String size, String expected) {
        most = new ByteSize(1_000_000);
        holding("{\"log-opts\":{\"max-size\":\"" + size + "\"}}");
        assertThat(said()).containsExactly(expected + " docker");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, not-applicable setting-missing planned_containers",
        "0, ''",
        "19, ''",
        "20, ''",
        "21, warning file-system docker"
    })
    void theLogsOfAllPlannedContainersFit(int count, String expected) {
        // A fifth of 1000000 KiB is 204800000 bytes: 20 times 10.24 MB.
        planned = count;
        holding("{\"log-opts\":{\"max-size\":\"10240k\"}}");
        if (expected.isEmpty()) {
            assertThat(said()).containsExactly("pass ok docker");
        } else if (count < 0) {
            assertThat(said()).containsExactly("pass ok docker", expected);
        } else {
            assertThat(said()).containsExactly(expected);
        }
    }

    @Test
    void anUnknownDiskIsUnknownOnceItMatters() {
        spaceKib = OptionalLong.empty();
        planned = 5;
        List<Judgement> judged = holding(LIMITED).judged();
        assertThat(judged).singleElement().satisfies(j -> {
            assertThat(j.code()).isEqualTo("not-readable");
            assertThat(j.severity()).contains(Severity.WARNING);
        });
    }

    @ParameterizedTest
    @CsvSource({"195M, pass journald", "196M, warning journal-limit", "'', pass journald"})
    void aJournalThatMayTakeAFifthOfItsDiskIsEnough(String size, String expected) {
        // A fifth of 1000000 KiB is 200000 KiB, and 195 MiB are 199680 KiB.
        files.put("/etc/systemd/journald.conf", size.isEmpty() ? List.of() : List.of("SystemMaxUse=" + size));
        holding("{\"log-driver\":\"journald\"}");
        assertThat(said()).containsExactly(expected + " docker");
    }

    @Test
    void containersWithoutLimitWarnAndAreNamed() {
        holding(LIMITED);
        containers(
                Optional.empty(),
                container("mq-1", "json-file", ""),
                container("web-1", "json-file", "10m"),
                container("big-1", "json-file", "400m"),
                container("loki-1", "syslog", ""));
        assertThat(said())
                .containsExactly("pass ok docker", "warning old-container docker", "warning large-container docker");
        assertThat(judged().get(1).args())
                .containsEntry("names", Arg.texts(List.of("mq-1")))
                .containsEntry("count", Arg.count(1));
        assertThat(judged().get(2).args()).containsEntry("names", Arg.texts(List.of("big-1")));
    }

    @Test
    void containersThatCannotBeSeenOnlyWarn() {
        holding(LIMITED);
        containers(Optional.of(Reason.NO_PERMISSION));
        assertThat(said()).containsExactly("pass ok docker", "unknown no-permission docker");
        assertThat(judged().get(1).severity()).contains(Severity.WARNING);
        containers = Reading.missing(Reason.TIMEOUT, "");
        assertThat(said()).containsExactly("pass ok docker", "unknown timeout containers");
    }

    @Test
    void noRuntimeIsNotApplicable() {
        noDocker();
        assertThat(said()).containsExactly("not-applicable no-runtime ");
        target = "26.1.3";
        assertThat(said()).containsExactly("not-applicable not-installed docker");
        assertThat(holding("{}").said()).containsExactly("fail unlimited docker");
    }

    @ParameterizedTest
    @CsvSource({
        "k8s-file, '', fail unlimited",
        "k8s-file, -1, fail unlimited",
        "k8s-file, 0, fail unlimited",
        "k8s-file, 8192, pass ok",
        "journald, '', pass journald",
        "none, '', pass no-log-files",
        "'', '', unknown ambiguous",
        "'', 8192, pass ok"
    })
    void podmanHasNoLimitUnlessOneIsSet(String driver, String size, String expected) {
        noDocker();
        podman = true;
        files.put(
                "/etc/containers/containers.conf",
                List.of("log_driver = \"" + driver + "\"", size.isEmpty() ? "" : "log_size_max = " + size));
        assertThat(said()).containsExactly(expected + " podman");
        if (!driver.isEmpty()) {
            files.clear();
            podmanDriver = Optional.of(driver);
            assertThat(said()).containsExactly((size.equals("8192") ? "fail unlimited" : expected) + " podman");
        }
    }

    @Test
    void theKubeletCutsLogsItself() {
        noDocker();
        kubelet = Optional.of(List.of());
        assertThat(said()).containsExactly("pass ok kubelet");
        assertThat(judged().get(0).args()).containsEntry("bytes", Arg.bytes(5L * 10 * 1024 * 1024));
        files.put("/var/lib/kubelet/config.yaml", List.of("containerLogMaxSize: 300Mi"));
        assertThat(said()).containsExactly("warning large-default kubelet");
        kubelet = Optional.of(List.of("--container-log-max-size=lots"));
        assertThat(said()).containsExactly("unknown malformed kubelet");
        kubelet = Optional.of(List.of("--container-runtime=docker"));
        assertThat(said()).containsExactly("not-applicable no-runtime ");
        kubelet = Optional.of(List.of());
        unread = List.of("/var/lib/kubelet/config.yaml");
        assertThat(said()).containsExactly("unknown not-readable kubelet");
    }
}
