package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings whose text says one thing and whose effect on the host is another: what takes effect counts. */
class SettingsInEffectIT {
    private static final String HOOK = "/etc/dhcp/dhclient-enter-hooks.d/";
    private static final String NEXT_LEASE = "kill $(pgrep -x dhclient); dhclient -1 eth1 >/dev/null 2>&1 || :";
    private static final String LEASED = "nameserver 192.0.2.53\n";
    private static final String RIGHT = "nameserver 10.77.0.1\n";

    private Lab lab;

    @BeforeEach
    void up() {
        lab = Lab.with("h1", "s1");
    }

    @AfterEach
    void clear() {
        lab.exec(
                "h1",
                "chattr -i /etc/resolv.conf; rm -rf " + HOOK
                        + "lab* /etc/sysconfig /etc/logrotate.d/lab /var/lib/kubelet");
        lab.exec("s1", "rm -f /etc/logrotate.d/lab /var/log/lab.log");
        lab.clear("h1");
    }

    /** The conffile of a removed package resolvconf, a name that run-parts passes over, PEERDNS=no of another interface. */
    @Test
    void whatDoesNotKeepDhclientFromTheFileIsNoProtection() {
        lab.fault("dhcp", "h1");
        String guarded = "if [ -x /sbin/resolvconf ]; then\n  make_resolv_conf() {\n    :\n  }\nfi\n";
        lab.exec("h1", "printf '" + guarded.replace("\n", "\\n") + "' >" + HOOK + "lab");
        assertThat(resolver()).containsExactly("pass ok", "warning will-be-overwritten");
        lab.exec("h1", "rm " + HOOK + "lab; printf 'make_resolv_conf() { :; }\\n' >" + HOOK + "lab.sh");
        assertThat(resolver()).containsExactly("pass ok", "warning will-be-overwritten");
        lab.exec(
                "h1",
                "mkdir -p /etc/sysconfig/network-scripts && cd /etc/sysconfig/network-scripts && "
                        + "printf 'DEVICE=eth0\\nBOOTPROTO=none\\nPEERDNS=no\\n' >ifcfg-eth0; "
                        + "printf 'DEVICE=eth1\\nBOOTPROTO=dhcp\\nPEERDNS=yes\\n' >ifcfg-eth1");
        assertThat(resolver()).containsExactly("pass ok", "warning will-be-overwritten");
        lab.exec("h1", NEXT_LEASE);
        assertThat(servers()).isEqualTo(LEASED);
    }

    @Test
    void whatDoesKeepItFromTheFileIsProtection() {
        lab.fault("dhcp", "h1");
        lab.exec("h1", "printf 'make_resolv_conf() {\\n  :\\n}\\n' >" + HOOK + "lab");
        assertThat(resolver()).containsExactly("pass ok", "pass ok");
        lab.exec("h1", NEXT_LEASE);
        assertThat(servers()).isEqualTo(RIGHT);
        lab.exec("h1", "rm " + HOOK + "lab; chattr +i /etc/resolv.conf");
        assertThat(resolver()).containsExactly("pass ok", "pass ok");
        lab.exec("h1", NEXT_LEASE);
        assertThat(servers()).isEqualTo(RIGHT);
    }

    /** The dry run of such a rule is clean. */
    @Test
    void aRotationThatFailsEveryNightIsTold() {
        for (String host : List.of("h1", "s1")) {
            lab.exec(
                    host,
                    "echo x >/var/log/lab.log; chown deploy:adm /var/log/lab.log; "
                            + "printf '/var/log/lab.log {\\n su deploy adm\\n daily\\n rotate 5\\n}\\n' >/etc/logrotate.d/lab");
            assertThat(lab.exec(host, "logrotate -d /etc/logrotate.conf 2>&1 | grep -c ^error || :"))
                    .isEqualTo("0\n");
            assertThat(rotation(host, "/var/log/lab.log"))
                    .contains("fail cannot-write")
                    .doesNotContain("fail no-rule");
        }
    }

    @Test
    void aRunOfTheTimerThatFailedIsTold() {
        lab.exec("s1", "echo x >/var/log/lab.log; printf '/nowhere/*.log {\\n}\\n' >/etc/logrotate.d/lab");
        lab.tryExec("s1", "systemctl start logrotate.service");
        lab.exec("s1", "printf '/var/log/lab.log {\\n daily\\n}\\n' >/etc/logrotate.d/lab");
        assertThat(rotation("s1", "/var/log/lab.log")).contains("fail last-run-failed", "pass ok");
        lab.exec("s1", "systemctl start logrotate.service");
        assertThat(rotation("s1", "/var/log/lab.log")).allMatch(found -> found.startsWith("pass"));
    }

    @Test
    void aRuleThatIsIgnoredForItsModeIsOneFindingThatItsCommandMends() {
        lab.exec(
                "h1",
                "printf '/opt/lab/*.log {\\n daily\\n missingok\\n}\\n' >/etc/logrotate.d/lab; chmod 664 /etc/logrotate.d/lab");
        assertThat(rotation("h1", "/opt/lab/*.log"))
                .contains("fail rule-ignored")
                .doesNotContain("fail no-rule", "fail config-error");
        JsonNode remedy =
                look("h1", "host-log-rotation", "host-log-rotation.platform_log_globs=[\"/opt/lab/*.log\"]").stream()
                        .filter(f -> f.path("code").asText().equals("rule-ignored"))
                        .findFirst()
                        .orElseThrow()
                        .path("remedies")
                        .path(0);
        lab.exec("h1", remedy.path("command").asText());
        assertThat(rotation("h1", "/opt/lab/*.log")).noneMatch(found -> found.startsWith("fail"));
        lab.exec("h1", remedy.path("undo").asText());
        assertThat(lab.exec("h1", "stat -c %a /etc/logrotate.d/lab")).isEqualTo("664\n");
    }

    /** What answers there on the host does not answer in a pod; a file of other servers for pods is the mend. */
    @Test
    void aNameServerOnTheHostIsNoneForPodsUntilTheKubeletNamesAnother() {
        lab.fault("local-dns", "h1");
        lab.exec("h1", "mkdir -p /var/lib/kubelet; echo 'kind: KubeletConfiguration' >/var/lib/kubelet/config.yaml");
        assertThat(codes(look("h1", "resolver-loopback", "settings.treat_as_host=true")))
                .containsExactly("warning pods-loop");
        lab.exec(
                "h1",
                "echo 'resolvConf: /var/lib/kubelet/resolv.conf' >>/var/lib/kubelet/config.yaml; "
                        + "echo 'nameserver 10.77.0.1' >/var/lib/kubelet/resolv.conf");
        assertThat(codes(look("h1", "resolver-loopback", "settings.treat_as_host=true")))
                .containsExactly("pass other-servers-in-containers");
    }

    /** The name servers are made right by hand first, as a person would who follows an installation guide. */
    private List<String> resolver() {
        lab.exec("h1", "lsattr /etc/resolv.conf | grep -q i.*/ || echo 'nameserver 10.77.0.1' >/etc/resolv.conf");
        return codes(look("h1", "resolv-conf-persistence", "settings.expected_nameservers=[10.77.0.1]"));
    }

    private String servers() {
        return lab.exec("h1", "grep nameserver /etc/resolv.conf");
    }

    private List<String> rotation(String host, String glob) {
        return codes(look(
                host,
                "host-log-rotation",
                "host-log-rotation.platform_log_globs=[" + (glob.isEmpty() ? "" : '"' + glob + '"') + "]"));
    }

    private static List<String> codes(List<JsonNode> findings) {
        return findings.stream()
                .map(f -> f.path("outcome").asText() + " " + f.path("code").asText())
                .toList();
    }

    private List<JsonNode> look(String host, String check, String setting) {
        List<String> command = new ArrayList<>(List.of("run", "--host", "ops@" + lab.address(host)));
        command.addAll(List.of("-p", check.equals("resolver-loopback") ? "kubernetes-node" : "linux-base"));
        command.addAll(List.of("--set", "settings.become=true", "--set", setting, "--format", "json", "--only", check));
        command.addAll(lab.login());
        Result result = lab.preflight(command);
        return result.findings().stream()
                .filter(f -> f.path("check").asText().equals(check))
                .toList();
    }
}
