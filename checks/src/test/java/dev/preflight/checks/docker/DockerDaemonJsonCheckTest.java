package dev.preflight.checks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.DockerDaemonJson.State;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows of the rule at the edges of their versions. Rows up to {@code nested-key} were tried on the engines
 * themselves: dockerd 20.10.24 (Debian 12, as an ordinary user, who gets past the configuration and no further) and
 * {@code dockerd --validate} 26.1.5 (Debian 13); both gave what stands here.
 */
final class DockerDaemonJsonCheckTest {
    private static final String FILE = " " + DaemonJson.PATH;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            20.10.24 | {"debug":true}                           | pass ok FILE
            26.1.5   | {"debug":true}                           | pass ok FILE
            20.10.24 | {"debug":true,}                          | fail trailing-comma FILE
            26.1.5   | {"dns":["10.0.0.1",]}                    | fail trailing-comma FILE
            26.1.5   | {"debug":true // x                       | fail comment FILE
            26.1.5   | # x                                      | fail comment FILE
            20.10.24 | {'debug':true}                           | fail single-quotes FILE
            26.1.5   | {"debug":TRUE}                           | fail syntax FILE
            26.1.5   | {"debug":true "ipv6":false}              | fail syntax FILE
            26.1.5   | {"debug":tru                             | fail unfinished FILE
            26.1.5   | {"data-root":"/da                        | fail unfinished FILE
            20.10.24 | {"debug":true} more                      | fail trailing-text FILE
            26.1.5   | {"debug":true}}                          | fail trailing-text FILE
            20.10.24 | null                                     | pass ok FILE
            26.1.5   | []                                       | fail not-an-object FILE
            26.1.5   | "x"                                      | fail not-an-object FILE
            26.1.5   | {"debug":true,"debug":false}             | warning duplicate-key debug
            26.1.5   | {"zzz":1}                                | fail unknown-key zzz
            26.1.5   | {"Debug":true}                           | fail unknown-key Debug
            26.1.5   | {"zzz":[1]}                              | fail unknown-key zzz
            26.1.5   | {"foo":{"bar":true}}                     | fail unknown-key foo.bar
            26.1.5   | {"foo":{"debug":true}}                   | warning nested-key foo
            20.10.24 | {"foo":{}}                               | warning nested-key foo
            26.1.5   | {"hosts":["unix:///a"]}                  | fail flag-conflict hosts
            26.1.5   | {"host":["unix:///a"]}                   | warning ignored-key host
            20.10.24 | {"registry-mirror":["x"]}                | warning ignored-key registry-mirror
            26.1.5   | {"insecure-registry":["x"]}              | warning ignored-key insecure-registry
            26.1.5   | {"storage-opt":["x"]}                    | warning ignored-key storage-opt
            26.1.5   | {"exec-opt":["x"]}                       | warning ignored-key exec-opt
            26.1.5   | {"label":["x"]}                          | warning ignored-key label
            26.1.5   | {"dns-opt":["x"]}                        | warning ignored-key dns-opt
            26.1.5   | {"http-proxy":"http://a"}                | warning ignored-key http-proxy
            20.10.24 | {"http-proxy":"http://a"}                | fail unknown-key http-proxy
            20.10.24 | {"proxies":{"http-proxy":"http://a"}}    | fail unknown-key proxies.http-proxy
            23.0.0   | {"proxies":{"http-proxy":"http://a"}}    | pass ok FILE
            26.1.5   | {"proxies":{"http-proxy":1}}             | fail type proxies.http-proxy
            26.1.5   | {"log-opts":{"max-file":3}}              | fail type log-opts.max-file
            26.1.5   | {"log-opts":["max-size=1"]}              | fail type log-opts
            26.1.5   | {"dns":"10.0.0.1"}                       | fail type dns
            26.1.5   | {"dns":["10.0.0.1",1]}                   | fail type dns
            20.10.24 | {"live-restore":"yes"}                   | fail type live-restore
            26.1.5   | {"mtu":"1500"}                           | fail type mtu
            26.1.5   | {"mtu":1500.5}                           | fail type mtu
            26.1.5   | {"mtu":1.5e3}                            | fail type mtu
            26.1.5   | {"mtu":null}                             | pass ok FILE
            26.1.5   | {"default-shm-size":64}                  | fail type default-shm-size
            26.1.5   | {"features":{"buildkit":"true"}}         | fail type features.buildkit
            26.1.5   | {"default-ulimits":{"nofile":"1024"}}    | fail type default-ulimits.nofile
            26.1.5   | {"default-network-opts":{"bridge":{"a":1}}}   | fail type default-network-opts.bridge.a
            26.1.5   | {"default-network-opts":{"bridge":{"a":"1"}}} | pass ok FILE
            20.10.24 | {"default-network-opts":{"bridge":{"a":1}}}   | warning nested-key default-network-opts
            20.10.24 | {"graph":"/x"}                           | pass ok FILE
            23.0.0   | {"graph":"/x"}                           | fail removed-key graph
            20.10.24 | {"cluster-store":"x"}                    | pass ok FILE
            23.0.0   | {"cluster-store":"x"}                    | fail removed-key cluster-store
            23.0.0   | {"cluster-store-opts":{"a":"b"}}         | fail removed-key cluster-store-opts
            25.0.5   | {"oom-score-adjust":-500}                | pass ok FILE
            26.0.0   | {"oom-score-adjust":-500}                | fail removed-key oom-score-adjust
            23.0.6   | {"storage-driver":"aufs"}                | pass ok FILE
            24.0.0   | {"storage-driver":"aufs"}                | fail removed-driver storage-driver
            24.0.0   | {"storage-driver":"overlay"}             | fail removed-driver storage-driver
            24.0.0   | {"storage-driver":"devicemapper"}        | pass ok FILE
            25.0.0   | {"storage-driver":"devicemapper"}        | fail removed-driver storage-driver
            26.1.5   | {"storage-driver":"overlay2"}            | pass ok FILE
            27.5.1   | {"api-cors-header":"*"}                  | pass ok FILE
            28.0.0   | {"api-cors-header":"*"}                  | fail removed-key api-cors-header
            28.0.0   | {"api-cors-header":""}                   | pass ok FILE
            26.1.5   | {"bip6":"fd00::1/64"}                    | fail unknown-key bip6
            28.0.0   | {"bip6":"fd00::1/64"}                    | pass ok FILE
            26.1.5   | {"log-opts":{"max-sise":"1m"}}           | fail log-opt log-opts.max-sise
            26.1.5   | {"log-opts":{"max-file":"0"}}            | fail log-opt-value log-opts.max-file
            26.1.5   | {"log-opts":{"max-file":"1"}}            | pass ok FILE
            26.1.5   | {"log-opts":{"compress":"true"}}         | fail log-opt-compress log-opts.compress
            """)
    void judgesEveryRowAtItsVersion(String version, String content, String expected) {
        assertThat(DaemonJson.holding(content).version(version).said())
                .containsExactly(expected.replace(" FILE", FILE));
    }

    @ParameterizedTest
    @CsvSource({"20.10.24,fail", "22.6,fail", "23.0.0,warning", "28.1.1,warning"})
    void markIsRefusedBefore23(String version, String outcome) {
        byte[] marked = "\uFEFF{\"debug\":true}".getBytes(StandardCharsets.UTF_8);
        assertThat(DaemonJson.holding(marked).version(version).said())
                .containsExactly(outcome + " byte-order-mark" + FILE);
    }

    @Test
    void utf16WithMarkIsReadFrom23() {
        byte[] marked = "\uFEFF{\"zzz\":true}".getBytes(StandardCharsets.UTF_16LE);
        assertThat(DaemonJson.holding(marked).said())
                .containsExactly("warning byte-order-mark" + FILE, "fail unknown-key zzz");
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedFrom23() {
        byte[] bytes = "{\"data-root\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(DaemonJson.holding(bytes).said()).containsExactly("fail encoding" + FILE);
        assertThat(DaemonJson.holding(bytes).version("20.10.24").said()).containsExactly("pass ok" + FILE);
    }

    @ParameterizedTest
    @CsvSource({"20.10.24", "23.0.0", "28.1.1", "''"})
    void emptyFailsInEveryVersion(String version) {
        for (String content : List.of("", " \n\t", "\uFEFF")) {
            assertThat(DaemonJson.holding(content).version(version).said()).containsExactly("fail empty" + FILE);
        }
    }

    @Test
    void emptyIsMendedByTheSmallestFileUnlessKeysAreWanted() {
        Remedy remedy = DaemonJson.holding("").judged().get(0).remedies().get(0);
        assertThat(remedy.id()).isEqualTo("write-smallest");
        assertThat(remedy.args())
                .containsEntry("copy", Arg.text(DaemonJson.PATH + ".preflight-20260302T110203Z"))
                .containsEntry("content", Arg.text("{" + DaemonJsonRemedies.LOG_KEYS + "}"));
        DaemonJson byFlags = DaemonJson.holding("").started("/usr/bin/dockerd --log-driver=journald");
        assertThat(byFlags.judged().get(0).remedies().get(0).args()).containsEntry("content", Arg.text("{}"));
        assertThat(DaemonJson.holding("")
                        .requiring("data-root")
                        .judged()
                        .get(0)
                        .remedies()
                        .get(0)
                        .id())
                .isEqualTo("write-required");
    }

    @Test
    void everyFaultIsSaidAtOnce() {
        String content = "{\"debug\":1,\"zzz\":2,\"label\":[],\"mtu\":3,\"mtu\":\"4\",\"log-opts\":{\"a\":\"b\"}}";
        assertThat(DaemonJson.holding(content).requiring("data-root").said())
                .containsExactlyInAnyOrder(
                        "fail type debug",
                        "fail unknown-key zzz",
                        "warning ignored-key label",
                        "warning duplicate-key mtu",
                        "fail type mtu",
                        "fail log-opt log-opts.a",
                        "fail required-key data-root");
    }

    @Test
    void requiredKeysMayLieInsideAnother() {
        String content = "{\"log-opts\":{\"max-size\":\"1m\"}}";
        assertThat(DaemonJson.holding(content).requiring("log-opts.max-size").said())
                .containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.holding(content).requiring("log-opts.max-file").said())
                .containsExactly("fail required-key log-opts.max-file");
    }

    @Test
    void noFilePassesUnlessItIsWanted() {
        assertThat(DaemonJson.absent().said()).containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.absent().requiring("data-root").said()).containsExactly("fail missing-file" + FILE);
        assertThat(DaemonJson.absent().state(State.ABSENT, true, new byte[0]).said())
                .containsExactly("fail missing-file" + FILE);
        assertThat(DaemonJson.absent().state(State.DANGLING, false, new byte[0]).said())
                .containsExactly("warning dangling-link" + FILE);
        assertThat(DaemonJson.absent().state(State.DANGLING, true, new byte[0]).said())
                .containsExactly("fail dangling-link" + FILE);
        assertThat(DaemonJson.absent()
                        .state(State.IRREGULAR, false, new byte[0])
                        .said())
                .containsExactly("fail not-a-file" + FILE);
    }

    @Test
    void dockerThatIsPlannedIsJudgedByItsTargetVersion() {
        DaemonJson graph = DaemonJson.holding("{\"graph\":\"/x\"}").notInstalled();
        assertThat(graph.said()).containsExactly("not-applicable no-docker ");
        assertThat(graph.planned("20.10").said()).containsExactly("pass ok" + FILE);
        assertThat(graph.planned("26").said()).containsExactly("fail removed-key graph");
        assertThat(graph.planned("latest").said()).containsExactly("unknown ambiguous" + FILE);
    }

    @Test
    void versionThatIsNotToldLeavesOnlyWhatHoldsForAll() {
        assertThat(DaemonJson.holding("{\"debug\":1}").version("").said()).containsExactly("fail type debug");
        assertThat(DaemonJson.holding("{\"debug\":true}").version("").said()).containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.holding("{\"debug\":1,\"graph\":\"/x\"}")
                        .version("")
                        .said())
                .containsExactly("fail type debug", "unknown malformed dockerd");
    }

    @Test
    void whatTheEngineAcceptsIsNoUnknownKeyButAnEmptyFileStaysWrong() {
        assertThat(DaemonJson.holding("{\"brand-new\":1}")
                        .validated(0, "configuration OK")
                        .said())
                .containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.holding("").validated(0, "configuration OK").said())
                .containsExactly("fail empty" + FILE);
        assertThat(DaemonJson.holding("{\"log-opts\":{\"a\":\"b\"}}")
                        .validated(0, "configuration OK")
                        .said())
                .containsExactly("fail log-opt log-opts.a");
    }

    @Test
    void whatTheEngineRefusesFailsAlwaysAndIsSaidOnce() {
        assertThat(DaemonJson.holding("{\"mtu\":-1}")
                        .validated(1, "invalid default MTU: -1")
                        .said())
                .containsExactly("fail validate-failed" + FILE);
        assertThat(DaemonJson.holding("{\"zzz\":1}")
                        .validated(1, "don't match any option: zzz")
                        .said())
                .containsExactly("fail unknown-key zzz");
        assertThat(DaemonJson.holding("{\"log-opts\":{\"a\":\"b\"}}")
                        .validated(1, "invalid MTU")
                        .said())
                .containsExactly("fail log-opt log-opts.a", "fail validate-failed" + FILE);
    }

    @Test
    void withoutTheEnginesAnswerNothingPasses() {
        assertThat(DaemonJson.holding("{}")
                        .validation(Reading.missing(Reason.TIMEOUT, ""))
                        .said())
                .containsExactly("unknown timeout dockerd");
    }

    @Test
    void fileThatCannotBeReadIsUnknownAndSaysHowToReadIt() {
        var found = DaemonJson.absent()
                .file(Reading.missing(
                        Reason.NOT_READABLE, "-rw-r----- 1 0 0 214 Mar  2 11:02 /etc/docker/daemon.json cat: no"))
                .judged();
        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.code()).isEqualTo("not-readable");
            assertThat(one.remedies())
                    .singleElement()
                    .satisfies(remedy ->
                            assertThat(remedy.args()).containsEntry("path", Arg.text("/etc/docker/daemon.json")));
        });
    }

    @Test
    void unreadUnitOfAStoppedDaemonLeavesItsFlagsOpen() {
        assertThat(DaemonJson.holding("{}")
                        .stopped(Map.of(), List.of("/etc/x.conf"))
                        .said())
                .containsExactly("unknown not-readable dockerd");
    }

    @Test
    void fileThatDockerdDoesNotReadIsNotJudged() {
        assertThat(DaemonJson.holding("{}")
                        .started("/usr/bin/dockerd --config-file /opt/d.json")
                        .said())
                .containsExactly("unknown ambiguous" + FILE);
    }

    @Test
    void conflictIsMendedByADropInWithoutTheFlag() {
        Map<String, String> unit = Map.of(
                "/lib/systemd/system/docker.service",
                "[Service]\nExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/c.sock\n");
        var found = DaemonJson.holding("{\"hosts\":[\"unix:///a\"]}")
                .stopped(unit, List.of())
                .judged();
        assertThat(found.get(0).code()).isEqualTo("flag-conflict");
        assertThat(found.get(0).remedies().get(0).args())
                .containsEntry("command", Arg.text("/usr/bin/dockerd --containerd=/run/c.sock"));
    }

    @Test
    void runtimesMayBeInBoth() {
        assertThat(DaemonJson.holding("{\"runtimes\":{\"a\":{\"path\":\"/x\"}}}")
                        .started("dockerd --add-runtime=b=/y")
                        .said())
                .containsExactly("pass ok" + FILE);
    }
}
