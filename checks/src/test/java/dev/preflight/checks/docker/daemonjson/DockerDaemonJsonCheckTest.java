package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.DockerDaemonJson.State;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            20.10.24 | {"cluster-store":"etcd://a:1"}           | pass ok FILE
            20.10.24 | {"cluster-store":"x"}                    | fail value cluster-store
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
            19.3.15  | {"labels":["com.docker.x=1"]}            | pass ok FILE
            20.10.0  | {"labels":["com.docker.x=1"]}            | fail value labels
            20.10.24 | {"labels":["a=b","a=c"]}                 | fail value labels
            20.10.24 | {"max-download-attempts":0}              | fail value max-download-attempts
            23.0.0   | {"max-download-attempts":0}              | pass ok FILE
            23.0.0   | {"max-download-attempts":-1}             | fail value max-download-attempts
            20.10.24 | {"max-concurrent-uploads":-1}            | fail value max-concurrent-uploads
            20.10.24 | {"max-concurrent-uploads":0}             | pass ok FILE
            24.0.9   | {"mtu":67}                               | fail no-container mtu
            25.0.0   | {"mtu":67}                               | fail value mtu
            25.0.0   | {"mtu":68}                               | pass ok FILE
            25.0.0   | {"mtu":65535}                            | pass ok FILE
            25.0.0   | {"mtu":65536}                            | fail value mtu
            27.5.1   | {"network-diagnostic-port":65536}        | pass ok FILE
            28.0.0   | {"network-diagnostic-port":65535}        | pass ok FILE
            28.0.0   | {"network-diagnostic-port":65536}        | fail value network-diagnostic-port
            24.0.9   | {"registry-mirrors":["https://a/b"]}     | fail value registry-mirrors
            25.0.0   | {"registry-mirrors":["https://a/b"]}     | pass ok FILE
            25.0.0   | {"registry-mirrors":["a:5000"]}          | fail value registry-mirrors
            28.2.2   | {"registry-mirrors":["https:/a"]}        | pass ok FILE
            28.3.0   | {"registry-mirrors":["https:/a"]}        | fail value registry-mirrors
            20.10.24 | {"insecure-registries":["http://a"]}     | warning value-changed insecure-registries
            20.10.24 | {"insecure-registries":["a/b"]}          | fail value insecure-registries
            20.10.24 | {"dns":["a.example"]}                    | fail value dns
            20.10.24 | {"dns":["10.0.0.1"," fd00::1"]}          | pass ok FILE
            25.0.0   | {"dns":[" fd00::1"]}                     | fail value dns
            20.10.24 | {"bip":"172.31.0.0/24"}                  | fail value bip
            20.10.24 | {"bip":"172.31.0.1/24"}                  | pass ok FILE
            20.10.24 | {"bip":"172.31.0.255/24"}                | fail value bip
            20.10.24 | {"bip":"172.31.0.1"}                     | fail value bip
            20.10.24 | {"bip":"172.31.0.1/31"}                  | fail value bip
            23.0.0   | {"bip":"172.31.0.1/31"}                  | pass ok FILE
            20.10.24 | {"bip":"172.31.0.1/24","default-gateway":"172.31.0.254"} | pass ok FILE
            20.10.24 | {"bip":"172.31.0.1/24","default-gateway":"172.31.1.1"}   | fail value default-gateway
            20.10.24 | {"bip":"172.31.0.1/24","default-gateway":"172.31.0.1"}   | fail value default-gateway
            19.3.15  | {"ipv6":true}                            | pass ok FILE
            20.10.0  | {"ipv6":true}                            | fail needed ipv6
            27.5.1   | {"ipv6":true}                            | fail needed ipv6
            27.5.1   | {"ipv6":true,"fixed-cidr-v6":"fd00::/64"} | pass ok FILE
            28.0.0   | {"ipv6":true}                            | pass ok FILE
            26.1.5   | {"ip6tables":true}                       | fail needed ip6tables
            27.0.0   | {"ip6tables":true}                       | pass ok FILE
            19.3.15  | {"metrics-addr":"127.0.0.1:1"}           | fail needed metrics-addr
            20.10.0  | {"metrics-addr":"127.0.0.1:1"}           | pass ok FILE
            20.10.24 | {"default-runtime":"nvidia"}             | fail unknown-name default-runtime
            20.10.24 | {"default-runtime":"nvidia","runtimes":{"nvidia":{"path":"/n"}}} | pass ok FILE
            20.10.24 | {"default-runtime":"io.containerd.kata.v2"} | fail unknown-name default-runtime
            23.0.0   | {"default-runtime":"io.containerd.kata.v2"} | pass ok FILE
            20.10.24 | {"runtimes":{"runc":{"path":"/n"}}}      | fail value runtimes
            23.0.6   | {"runtimes":{"a":{}}}                    | pass ok FILE
            24.0.0   | {"runtimes":{"a":{}}}                    | fail value runtimes
            24.0.0   | {"runtimes":{"a":{"path":1}}}            | fail type runtimes.path
            27.2.1   | {"feature":["a"]}                        | fail unknown-key feature
            27.3.0   | {"feature":["a"]}                        | warning ignored-key feature
            28.1.0   | {"allow-direct-routing":true}            | fail unknown-key allow-direct-routing
            28.2.0   | {"allow-direct-routing":true}            | pass ok FILE
            22.9.0   | {"storage-opts":["overlay2.override_kernel_check=x"]}    | fail storage-opt-value storage-opts.overlay2.override_kernel_check
            23.0.6   | {"storage-opts":["overlay2.override_kernel_check=true"]} | pass ok FILE
            24.0.0   | {"storage-opts":["overlay2.override_kernel_check=true"]} | fail removed-option storage-opts.overlay2.override_kernel_check
            20.10.24 | {"storage-opts":["overlay2.sise=1"]}     | fail storage-opt storage-opts.overlay2.sise
            20.10.24 | {"storage-opts":["dm.basesize=1G"]}      | fail storage-opt storage-opts.dm.basesize
            24.0.0   | {"storage-driver":"devicemapper","storage-opts":["dm.basesize=1G"]} | pass ok FILE
            26.1.5   | {"storage-driver":"foo"}                 | fail unknown-name storage-driver
            26.1.5   | {"log-driver":"foo"}                     | fail no-container log-driver
            26.1.5   | {"icc":false,"iptables":false}           | fail excluded icc
            26.1.5   | {"bridge":"none","bip":"172.31.0.1/24"}  | fail excluded bip
            26.1.5   | {"validate":true}                        | fail value validate
            26.1.5   | {"validate":false}                       | warning ignored-key validate
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
        assertThat(DaemonJson.holding(marked).said()).containsExactly("warning utf-16" + FILE, "fail unknown-key zzz");
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

    /** An option may have had several forms; it is gone with the last of them. */
    @Test
    void anOptionIsSaidToBeGoneFromTheReleaseThatTookItOut() {
        assertThat(DaemonJson.holding("{\"storage-opts\":[\"overlay2.override_kernel_check=true\"]}")
                        .version("24.0.7")
                        .judged())
                .singleElement()
                .satisfies(said -> assertThat(said.args().get("since")).isEqualTo(Arg.text("24.0")));
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
    void anUpgradeThatIsPlannedGetsTheSameFile() {
        DaemonJson graph = DaemonJson.holding("{\"graph\":\"/x\"}").version("20.10.24");
        assertThat(graph.said()).containsExactly("pass ok" + FILE);
        assertThat(graph.planned("20.10.24").said()).containsExactly("pass ok" + FILE);
        assertThat(graph.planned("19.03.15").said()).containsExactly("pass ok" + FILE);
        assertThat(graph.planned("26.1.3").said()).containsExactly("fail removed-key graph");
        assertThat(graph.validated(0, "configuration OK").said()).containsExactly("fail removed-key graph");
        DaemonJson option = DaemonJson.holding("{\"storage-opts\":[\"overlay2.override_kernel_check=true\"]}");
        assertThat(option.version("20.10.24").planned("24.0.7").said())
                .containsExactly("fail removed-option storage-opts.overlay2.override_kernel_check");
        assertThat(DaemonJson.holding("{\"mistyped\":1}")
                        .version("20.10.24")
                        .planned("26.1.3")
                        .said())
                .isEqualTo(DaemonJson.holding("{\"mistyped\":1}")
                        .version("20.10.24")
                        .said());
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
                .containsExactly("fail value mtu");
        assertThat(DaemonJson.holding("{\"mtu\":1400}")
                        .validated(1, "no matter why")
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

    @Test
    void liveRestoreInASwarmFailsAndWithoutTheStateIsNotDecided() {
        for (DaemonJson host : List.of(
                DaemonJson.holding("{\"live-restore\":true}"),
                DaemonJson.holding("{}").started("/usr/bin/dockerd --live-restore"),
                DaemonJson.absent().started("/usr/bin/dockerd --live-restore=true"))) {
            assertThat(host.engine(Optional.of(true), List.of(), Map.of()).said())
                    .containsExactly("fail swarm live-restore");
            assertThat(host.engine(Optional.of(false), List.of(), Map.of()).said())
                    .containsExactly("pass ok" + FILE);
            assertThat(host.engine(Optional.empty(), List.of(), Map.of()).said())
                    .containsExactly("unknown no-permission live-restore");
            assertThat(host.engine(Reading.missing(Reason.NOT_COLLECTED, "")).said())
                    .containsExactly("unknown not-collected live-restore");
        }
        assertThat(DaemonJson.holding("{\"live-restore\":false}")
                        .engine(Reading.missing(Reason.NOT_COLLECTED, ""))
                        .said())
                .containsExactly("pass ok" + FILE);
    }

    @Test
    void tlsOfTheFileNeedsItsKeyAndCertificateAndThatOfAFlagHasDefaults() {
        String files = "\"tlscert\":\"/c\",\"tlskey\":\"/k\"";
        assertThat(DaemonJson.holding("{\"tls\":true," + files + "}").said()).containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.holding("{\"tls\":true,\"tlscert\":\"/c\"}").said())
                .containsExactly("fail needed tls");
        assertThat(DaemonJson.holding("{}").started("/usr/bin/dockerd --tls").said())
                .containsExactly("pass ok" + FILE);
    }

    @Test
    void namesOfTheHostAndOfPluginsHaveToBeThere() {
        DaemonJson host =
                DaemonJson.holding("{\"group\":\"g\",\"userns-remap\":\"u:w\",\"authorization-plugins\":[\"p\"]}");
        assertThat(host.engine(Optional.of(false), List.of("p"), Map.of("group g", true, "user u:w", true))
                        .said())
                .containsExactly("pass ok" + FILE);
        assertThat(host.engine(Optional.of(false), List.of(), Map.of("group g", false, "user u:w", false))
                        .said())
                .containsExactlyInAnyOrder(
                        "fail unknown-name group",
                        "fail unknown-name userns-remap",
                        "fail unknown-name authorization-plugins");
        assertThat(host.engine(Reading.missing(Reason.NOT_COLLECTED, "")).said())
                .containsExactlyInAnyOrder(
                        "unknown not-collected group",
                        "unknown not-collected userns-remap",
                        "unknown not-collected authorization-plugins");
        assertThat(DaemonJson.holding("{\"group\":\"docker\",\"userns-remap\":\"default\"}")
                        .engine(Reading.missing(Reason.NOT_COLLECTED, ""))
                        .said())
                .containsExactly("pass ok" + FILE);
    }

    @Test
    void whatTheEngineSeesItDecidesAndWhatItDoesNotSeeTheTableDoes() {
        String mirror = "{\"registry-mirrors\":[\"ftp://a\"]}";
        assertThat(DaemonJson.holding(mirror)
                        .version("28.3.0")
                        .validated(0, "configuration OK")
                        .said())
                .containsExactly("pass ok" + FILE);
        assertThat(DaemonJson.holding(mirror)
                        .version("28.2.0")
                        .validated(0, "configuration OK")
                        .said())
                .containsExactly("fail value registry-mirrors");
    }

    @Test
    void utf16AndDeepNestingHaveTheirOwnWords() {
        byte[] bare = "{\"debug\":true}".getBytes(StandardCharsets.UTF_16LE);
        assertThat(DaemonJson.holding(bare).said()).containsExactly("fail utf-16" + FILE);
        byte[] marked = "\uFEFF{\"debug\":true}".getBytes(StandardCharsets.UTF_16BE);
        assertThat(DaemonJson.holding(marked).version("22.6").said()).containsExactly("fail utf-16" + FILE);
        assertThat(DaemonJson.holding("{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}")
                        .said())
                .containsExactly("fail too-deep" + FILE);
        assertThat(DaemonJson.holding("{\"debug\":" + "[".repeat(49) + "]".repeat(49) + "}")
                        .said())
                .containsExactly("fail type debug");
    }
}
