package dev.preflight.checks.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.checks.JudgedFleet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerNameDuplicatesCheckTest {
    private static final ContainerNameDuplicatesCheck CHECK = new ContainerNameDuplicatesCheck();
    private static final String OVERLAY = " 9a0000000000 net overlay swarm\n";
    private static final String BRIDGE = " 5f0000000000 net bridge local\n";

    private static Map<String, String> docker(String networks, String... containers) {
        StringBuilder text = new StringBuilder("installed\nuid 0\ndocker\nanswered\n");
        for (String container : containers) {
            text.append(' ').append(container).append('\n');
        }
        return Map.of("container-networks", text + "networks\n" + networks);
    }

    private static String container(String id, String name, String state, String... aliases) {
        String list = aliases.length == 0 ? "null" : "[\"" + String.join("\",\"", aliases) + "\"]";
        return id.repeat(16) + "|/" + name + "|" + state + "|{\"net\":{\"Aliases\":" + list
                + ",\"NetworkID\":\"9a00000000001111\",\"DNSNames\":[\"" + name + "\",\"" + id.repeat(3) + "\"]}}";
    }

    private static List<String> said(Map<String, String> h1, Map<String, String> h2, String yaml) {
        return new JudgedFleet().host("h1", h1).host("h2", h2).said(CHECK, yaml);
    }

    @Test
    void twinsThatRunOrComeBackFail() {
        Map<String, String> live = docker(OVERLAY, container("aaaa", "db", "running|no"));
        for (String state : List.of("running|no", "exited|always", "created|unless-stopped", "stored|always")) {
            assertThat(said(live, docker(OVERLAY, container("bbbb", "db", state)), "{}"))
                    .as(state)
                    .containsExactly(
                            "host:h1 fail duplicate-on-global-network container:db",
                            "host:h2 fail duplicate-on-global-network container:db");
        }
        assertThat(said(live, docker(OVERLAY, container("bbbb", "db", "exited|no")), "{}"))
                .containsExactly(
                        "host:h1 warning stopped-twin container:db", "host:h2 warning stopped-twin container:db");
    }

    @Test
    void whatSharesANameOnlyIsIgnored() {
        Map<String, String> one = docker(OVERLAY, container("aaaa", "db", "running|no"));
        // On bridges of the same name.
        String bridged = container("aaaa", "db", "running|no").replace("9a00000000001111", "5f00000000001111");
        assertThat(said(docker(BRIDGE, bridged), docker(BRIDGE, bridged.replace("5f0", "6f0")), "{}"))
                .containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
        assertThat(said(one, docker(OVERLAY, container("bbbb", "web", "running|no")), "{}"))
                .containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
        Map<String, String> pod = docker(OVERLAY, container("aaaa", "k8s_POD_x", "running|no"));
        assertThat(said(pod, pod, "{}")).containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
        Map<String, String> agent = docker(OVERLAY, container("aaaa", "agent-1.x", "running|no"));
        assertThat(said(agent, agent, "per_host_names: [\"agent-*\"]\n"))
                .containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
        assertThat(said(agent, agent, "per_host_names: [\"agent-1?x\", \"gent*\"]\n"))
                .contains("host:h1 fail duplicate-on-global-network container:agent-1.x");
    }

    @Test
    void theShortIdIsNoAlias() {
        Map<String, String> a = docker(OVERLAY, container("aaaa", "a", "running|no", "aaaaaaaaaaaa", "web"));
        Map<String, String> b = docker(OVERLAY, container("bbbb", "b", "running|no", "bbbbbbbbbbbb", "web"));
        assertThat(said(a, b, "{}"))
                .containsExactly("host:h1 warning shared-alias alias:web", "host:h2 warning shared-alias alias:web");
        // One's name is the other's alias.
        Map<String, String> web = docker(OVERLAY, container("cccc", "web", "running|no"));
        assertThat(said(a, web, "{}")).contains("host:h2 warning shared-alias alias:web");
        // So do two of one host.
        Map<String, String> both = docker(
                OVERLAY, container("aaaa", "a", "running|no", "web"), container("bbbb", "b", "running|no", "web"));
        assertThat(said(both, docker(OVERLAY, container("cccc", "c", "running|no")), "{}"))
                .containsExactly("host:h1 warning shared-alias alias:web", "host:h2 pass ok host");
        assertThat(said(a, b, "alias_rr_allowed: true\n"))
                .containsExactly("host:h1 pass ok host", "host:h2 pass ok host");
    }

    @Test
    void whereNamesAreNoKeysItIsAWarning() {
        Map<String, String> one = docker(OVERLAY, container("aaaa", "db", "running|no"));
        List<Scoped> judged =
                new JudgedFleet().host("h1", one).host("h2", one).by(CHECK, "name_is_cluster_key: false\n");
        assertThat(judged).allMatch(s -> s.judgement().severity().equals(Optional.of(Severity.WARNING)));
    }

    @Test
    void aHostThatIsDownMayHoldTheTwinAndAFailIsStillFound() {
        Map<String, String> one = docker(OVERLAY, container("aaaa", "db", "running|no"));
        assertThat(said(one, Map.of(), "{}"))
                .containsExactly("host:h2 unknown unreachable host", "fleet unknown peer-unreachable containers");
        Map<String, String> other = docker(OVERLAY, container("bbbb", "web", "running|no"));
        JudgedFleet three = new JudgedFleet().host("h1", one).host("h2", other).host("h3", Map.of());
        assertThat(three.said(CHECK, "{}"))
                .containsExactly("host:h3 unknown unreachable host", "fleet unknown peer-unreachable containers");
        assertThat(three.by(CHECK, "{}").stream()
                        .filter(s -> s.scope().equals(Scope.fleet()))
                        .map(s -> s.judgement().args().get("detail") + " "
                                + s.judgement().severity()))
                .containsExactly(Arg.texts(List.of("h3")) + " " + Optional.of(Severity.BLOCKER));
        assertThat(new JudgedFleet()
                        .host("h1", one)
                        .host("h2", one)
                        .host("h3", Map.of())
                        .host("h4", other)
                        .said(CHECK, "{}"))
                .containsExactly(
                        "host:h3 unknown unreachable host",
                        "host:h1 fail duplicate-on-global-network container:db",
                        "host:h2 fail duplicate-on-global-network container:db");
    }

    @Test
    void aHostWithoutContainersHasNoTwinWhereverItIs() {
        assertThat(said(docker(OVERLAY), Map.of(), "{}"))
                .containsExactly("host:h2 unknown unreachable host", "host:h1 pass ok host");
        assertThat(said(Map.of("container-networks", "uid 0\n"), Map.of(), "{}"))
                .containsExactly("host:h2 unknown unreachable host", "host:h1 not-applicable no-runtime host");
        Map<String, String> agent = docker(OVERLAY, container("aaaa", "agent", "running|no"));
        assertThat(said(agent, Map.of(), "per_host_names: [agent]\n"))
                .containsExactly("host:h2 unknown unreachable host", "host:h1 pass ok host");
    }

    @Test
    void aRuntimeThatDoesNotRunIsReadFromItsDisk() {
        String stored =
                "installed\nuid 0\ndocker\nfailed\n Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n"
                        + "stored\n " + container("bbbb", "db", "stored|always") + "\n";
        Map<String, String> live = docker(OVERLAY, container("aaaa", "db", "running|no"));
        assertThat(said(live, Map.of("container-networks", stored), "{}"))
                .contains("host:h2 fail duplicate-on-global-network container:db");
        String blind = stored.substring(0, stored.indexOf("stored\n"));
        assertThat(said(live, Map.of("container-networks", blind), "{}"))
                .contains("host:h2 unknown no-permission host");
    }

    @Test
    void hostsWithoutARuntimeAreNoPass() {
        Map<String, String> none = Map.of("container-networks", "uid 0\n");
        assertThat(said(none, none, "{}"))
                .containsExactly("host:h1 not-applicable no-runtime host", "host:h2 not-applicable no-runtime host");
        assertThat(new JudgedFleet().host("h1", docker(OVERLAY)).said(CHECK, "{}"))
                .containsExactly("host:h1 not-applicable one-host host");
    }
}
