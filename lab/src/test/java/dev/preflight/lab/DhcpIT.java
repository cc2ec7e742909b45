package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real lease takes the name servers away; the command of the page brings them back to stay, and its undo undoes it. */
class DhcpIT {
    private static final String NEXT_LEASE = "kill $(pgrep -x dhclient); dhclient -1 eth1 >/dev/null 2>&1";

    private final Lab lab = Lab.with("h1");

    @AfterEach
    void clear() {
        lab.clear("h1");
    }

    @Test
    void theRemedyKeepsTheNameServersOverTheNextLease() {
        lab.fault("dhcp", "h1");
        Result before = look();
        assertThat(before.exit()).as(before.out()).isEqualTo(1);
        JsonNode remedy = before.findings().stream()
                .filter(f -> f.path("code").asText().equals("will-be-overwritten"))
                .findFirst()
                .orElseThrow()
                .path("remedies")
                .path(0);
        assertThat(remedy.path("privilege").asText()).isEqualTo("root");

        lab.exec("h1", remedy.path("command").asText());
        lab.exec("h1", NEXT_LEASE);
        assertThat(lab.exec("h1", "grep nameserver /etc/resolv.conf")).isEqualTo("nameserver 10.77.0.1\n");
        Result after = look();
        assertThat(after.exit()).as(after.out()).isZero();
        assertThat(after.findings())
                .filteredOn(f -> f.path("check").asText().equals("resolv-conf-persistence"))
                .allMatch(f -> f.path("outcome").asText().equals("pass"));

        lab.exec("h1", remedy.path("undo").asText());
        lab.exec("h1", NEXT_LEASE);
        assertThat(lab.exec("h1", "grep nameserver /etc/resolv.conf")).isEqualTo("nameserver 192.0.2.53\n");
    }

    /** What dhclient does with a file that its configuration includes is what the look says that it will do. */
    @Test
    void whatTheConfigurationIncludesCountsAsItDoesForTheClient() {
        lab.fault("dhcp", "h1");
        String back = "mv /etc/dhcp/kept /etc/dhcp/dhclient.conf; rm /etc/dhcp/site.conf";
        String wanted = "supersede domain-name-servers 10.77.0.1;";
        String other = "supersede domain-name-servers 10.77.0.9;";
        String include = "include \"/etc/dhcp/site.conf\";";
        for (String[] one : new String[][] {
            {include, wanted, "10.77.0.1", "pass"},
            {"interface \"eth1\" { " + include + " }", wanted, "10.77.0.1", "pass"},
            {include, "interface \"eth1\" { " + wanted + " }", "10.77.0.1", "pass"},
            {wanted + " " + include, other, "10.77.0.9", "warning"},
            {"interface \"eth9\" { " + include + " }", wanted, "192.0.2.53", "warning"}
        }) {
            lab.exec("h1", "cp -p /etc/dhcp/dhclient.conf /etc/dhcp/kept");
            lab.exec(
                    "h1",
                    "echo '" + one[0] + "' >>/etc/dhcp/dhclient.conf; echo '" + one[1] + "' >/etc/dhcp/site.conf");
            lab.exec("h1", NEXT_LEASE);
            assertThat(lab.exec("h1", "grep nameserver /etc/resolv.conf"))
                    .as(one[0] + " | " + one[1])
                    .isEqualTo("nameserver " + one[2] + "\n");
            lab.exec("h1", "echo nameserver 10.77.0.1 >/etc/resolv.conf");
            assertThat(look().findings())
                    .as(one[0] + " | " + one[1])
                    .filteredOn(f -> f.path("check").asText().equals("resolv-conf-persistence"))
                    .filteredOn(f -> !f.path("outcome").asText().equals("pass"))
                    .hasSize(one[3].equals("pass") ? 0 : 1)
                    .allMatch(f -> f.path("code").asText().equals("will-be-overwritten"));
            lab.exec("h1", back);
        }
    }

    private Result look() {
        List<String> command = new ArrayList<>(List.of("run", "--host", "ops@" + lab.address("h1")));
        command.addAll(List.of("--set", "settings.expected_nameservers=[10.77.0.1]", "--format", "json"));
        command.addAll(List.of("--only", "resolv-conf-persistence"));
        command.addAll(lab.login());
        return lab.preflight(command);
    }
}
