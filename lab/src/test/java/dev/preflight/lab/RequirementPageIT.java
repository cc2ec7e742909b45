package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The requirement page of kubeadm, as docs/requirement-pages.md makes a profile of it, gates four hosts in one run: one
 * is good, the others fail in three ways. What is said of the next boot is what the next boot does.
 */
class RequirementPageIT {
    private static final Path PROFILE = Path.of("..", "docs", "examples", "kubeadm.yaml");

    /** A service that runs and does nothing: the page asks for a container runtime, by whatever of three names. */
    private static final String PREPARED = """
            printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' \
              >/etc/systemd/system/containerd.service
            systemctl -q enable --now containerd
            sysctl -qw net.ipv4.ip_forward=1
            echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-kubernetes.conf
            """;

    private static final String HARDENED = """
            rm /etc/sysctl.d/90-kubernetes.conf
            echo 'net.ipv4.ip_forward = 0' >/etc/sysctl.d/10-hardening.conf
            """;

    private static final String LISTENER = "setsid nc -lk 6443 </dev/null >/dev/null 2>&1 & "
            + "until ss -Hltn sport = :6443 | grep -q .; do sleep 0.1; done";

    /** On a busy machine an interpreted host is slower than the limits of some probes: then it is looked at again. */
    private static final int AGAIN = 5;

    private final Lab lab = Lab.with("s3", "w1", "w2:1024", "w3");

    @TempDir
    private Path folder;

    @Test
    void fourHostsAreGatedAndTheNextBootIsAsItWasTold() throws IOException {
        List.of("s3", "w1", "w2", "w3").parallelStream().forEach(host -> lab.exec(host, PREPARED));
        lab.exec("s3", LISTENER);
        lab.exec("w3", HARDENED);
        Result before = look();
        assertThat(before.exit()).as(before.err()).isEqualTo(1);
        assertThat(wrong(before))
                .isEqualTo(Map.of(
                        "s3", List.of("fail ports-free taken 6443/tcp"),
                        "w1", List.of(),
                        "w2", List.of("fail memory too-little"),
                        "w3", List.of("fail sysctl wrong-after-boot net.ipv4.ip_forward")));
        assertThat(verdicts(before))
                .isEqualTo(Map.of("s3", "blocked", "w1", "proceed", "w2", "blocked", "w3", "blocked"));
        assertThat(forwarding()).isEqualTo("1 1");
        lab.call("reboot", "w1", "w3");
        assertThat(forwarding()).as("w1 and w3 after the boot").isEqualTo("1 0");
        Result after = look("--limit", "w1,w3");
        assertThat(wrong(after))
                .isEqualTo(Map.of("w1", List.of(), "w3", List.of("fail sysctl wrong-now net.ipv4.ip_forward")));
    }

    private String forwarding() {
        String command = "cat /proc/sys/net/ipv4/ip_forward";
        return lab.exec("w1", command).strip() + " " + lab.exec("w3", command).strip();
    }

    private Result look(String... more) throws IOException {
        String inventory = String.join(
                "\n",
                "[control_plane]",
                lab.inventoryLine("s3", "ops"),
                "[workers]",
                lab.inventoryLine("w1", "ops"),
                lab.inventoryLine("w2", "ops"),
                lab.inventoryLine("w3", "ops"),
                "[all:vars]",
                "ansible_become=true",
                "");
        Path hosts = Files.writeString(folder.resolve("hosts.ini"), inventory);
        Result result = lab.look(hosts, PROFILE.toAbsolutePath(), more);
        for (int k = 0; k < AGAIN && isTooSlow(result); k++) {
            result = lab.look(hosts, PROFILE.toAbsolutePath(), more);
        }
        return result;
    }

    /** Whether a probe was stopped at its time limit. */
    private static boolean isTooSlow(Result result) {
        return result.findings().stream()
                .anyMatch(finding -> finding.path("code").asText().endsWith("timeout"));
    }

    /** By host every finding that is not good. */
    private static Map<String, List<String>> wrong(Result result) {
        Map<String, List<String>> wrong = new TreeMap<>();
        for (JsonNode host : result.json().path("hosts")) {
            List<String> findings = new ArrayList<>();
            for (JsonNode finding : host.path("findings")) {
                String outcome = finding.path("outcome").asText();
                // The modules of s3 are those of this machine, which may have none to load.
                boolean shared = host.path("name").asText().equals("s3")
                        && finding.path("check").asText().equals("kernel-modules");
                if (!Result.GOOD.contains(outcome) && !shared) {
                    findings.add(String.join(
                                    " ",
                                    outcome,
                                    finding.path("check").asText(),
                                    finding.path("code").asText(),
                                    finding.path("subject").path("name").asText(""))
                            .strip());
                }
            }
            wrong.put(host.path("name").asText(), findings);
        }
        return wrong;
    }

    private static Map<String, String> verdicts(Result result) {
        Map<String, String> verdicts = new TreeMap<>();
        result.json()
                .path("hosts")
                .forEach(host -> verdicts.put(
                        host.path("name").asText(), host.path("verdict").asText()));
        return verdicts;
    }
}
