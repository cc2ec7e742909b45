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

    private Result look() {
        List<String> command = new ArrayList<>(List.of("run", "--host", "ops@" + lab.address("h1")));
        command.addAll(List.of("--set", "settings.expected_nameservers=[10.77.0.1]", "--format", "json"));
        command.addAll(List.of("--only", "resolv-conf-persistence"));
        command.addAll(lab.login());
        return lab.preflight(command);
    }
}
