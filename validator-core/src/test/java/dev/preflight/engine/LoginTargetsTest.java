package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.exchange.Mesh;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.testing.TestHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginTargetsTest {
    private static final Host A = TestHost.at("a", "10.0.0.1", "all", "control");
    private static final Host B = TestHost.at("b", "10.0.0.2", "all", "storage");
    private static final Host C = TestHost.at("c", "10.0.0.3", "all", "storage");

    private static List<String> of(Host self, List<Host> all, String... locators) {
        Map<String, String> given = Map.of();
        for (int i = 0; i < locators.length; i += 2) {
            given = new HashMap<>(given);
            given.put(locators[i], locators[i + 1]);
        }
        return LoginTargets.of(self, all, given);
    }

    private static Host host(
            String name, String address, int port, Host.Connection how, Map<String, String> variables) {
        return new Host(
                name,
                address,
                port,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                how,
                Become.NONE,
                List.of("all"),
                variables,
                Place.of("test"));
    }

    @Test
    void eachBeginsBehindItself() {
        List<Host> all = List.of(A, B, C);
        assertThat(of(A, all)).containsExactly("b", "10.0.0.2", "0", "c", "10.0.0.3", "0");
        assertThat(of(B, all)).containsExactly("c", "10.0.0.3", "0", "a", "10.0.0.1", "0");
        assertThat(of(C, all)).containsExactly("a", "10.0.0.1", "0", "b", "10.0.0.2", "0");
    }

    @Test
    void groupsSayWhoLogsInToWhom() {
        List<Host> all = List.of(A, B, C);
        assertThat(of(A, all, "FROM", "control", "TO", "storage")).hasSize(6);
        assertThat(of(B, all, "FROM", "control", "TO", "storage")).isEmpty();
        assertThat(of(B, all, "FROM", "storage", "TO", "storage")).containsExactly("c", "10.0.0.3", "0");
    }

    @Test
    void theAddressIsTheOneForTheOtherHosts() {
        Host nat = host("n", "192.0.2.1", 2222, Host.Connection.SSH, Map.of("preflight_address", "10.0.0.4"));
        assertThat(of(A, List.of(A, nat))).containsExactly("n", "10.0.0.4", "2222");
        assertThat(of(A, List.of(A, nat), "BY", "name")).containsExactly("n", "n", "2222");
        Host here = host("here", "localhost", 22, Host.Connection.LOCAL, Map.of());
        assertThat(of(A, List.of(A, here))).isEmpty();
        Host odd = host("o", "-oProxyCommand=x", 22, Host.Connection.SSH, Map.of());
        assertThat(of(A, List.of(A, odd))).isEmpty();
    }

    @Test
    void ofManyHostsNotEachLogsInToAll() {
        List<Host> most = IntStream.range(0, Mesh.LOGINS)
                .mapToObj(i -> TestHost.at("h" + i, "10.0.1." + i, "all"))
                .toList();
        assertThat(of(most.get(0), most)).hasSize(3 * (Mesh.LOGINS - 1));
        List<Host> more = new ArrayList<>(most);
        more.add(A);
        assertThat(of(A, more)).isEmpty();
        assertThat(of(A, more, "FROM", "control")).hasSize(3 * Mesh.LOGINS);
    }
}
