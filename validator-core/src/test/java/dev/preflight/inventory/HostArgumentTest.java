package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostArgumentTest {

    @ParameterizedTest
    @CsvSource({
        "web1, '', web1, 22",
        "root@web1, root, web1, 22",
        "web1:2222, '', web1, 2222",
        "root@web1:2222, root, web1, 2222",
        "u@realm@web1, u@realm, web1, 22",
        "root@[::1]:2222, root, ::1, 2222",
        "root@[::1], root, ::1, 22",
        "fe80::1, '', fe80::1, 22"
    })
    void readsUserNameAndPort(String text, String user, String name, int port) throws Exception {
        Host host = HostArgument.parse(text);

        assertThat(host.user().orElse("")).isEqualTo(user);
        assertThat(host.name()).isEqualTo(name);
        assertThat(host.address()).isEqualTo(name);
        assertThat(host.port()).isEqualTo(port);
        assertThat(host.connection()).isEqualTo(Connection.SSH);
        assertThat(host.groups()).containsExactly("all", "ungrouped");
        assertThat(host.place()).isEqualTo(Place.of("--host"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', a host's name is empty",
        "root@, a host's name is empty",
        "@web1, no user before '@'",
        "web1:, no port after ':'",
        "web1:0, 'not a port after '':'', found 0'",
        "web1:65536, 'not a port after '':'', found 65536'",
        "ssh://web1, an address with '://'",
        "w[1:3], a host's name cannot contain '['",
        "a b, a host's name cannot contain ' '",
        "-oProxyCommand=x, a host's name cannot contain '='",
        "-x, a host's name cannot begin with '-'",
        "::1:22:x, a host's name with several ':'"
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> HostArgument.parse(text))
                .isInstanceOf(ProblemsException.class)
                .hasMessageStartingWith("--host: " + message);
    }

    @Test
    void neverShowsAPassword() {
        assertThatThrownBy(() -> HostArgument.parse("root:s3cret@web1"))
                .hasMessageContaining("a password does not belong")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> HostArgument.parse("root:s3cret")).hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> HostArgument.parse("ssh://root:s3cret@web1")).hasMessageNotContaining("s3cret");
    }

    @Test
    void reportsAllArgumentsAtOnce() {
        assertThatThrownBy(() -> HostArgument.parseAll(List.of("a", "b:0", "@c", "a:23")))
                .isInstanceOfSatisfying(
                        ProblemsException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @Test
    void refusesOneNameInTwoSources() throws Exception {
        Inventory file = InventoryLoader.parse("i.ini", "[web]\nweb1\nweb2\n");
        Inventory other = HostArgument.parseAll(List.of("db1"));

        assertThat(Inventory.join(List.of(other, file)).hosts())
                .extracting(Host::name)
                .containsExactly("db1", "web1", "web2");
        assertThatThrownBy(() -> Inventory.join(List.of(HostArgument.parseAll(List.of("root@web2:23")), file)))
                .hasMessage("i.ini:3:1: the host 'web2' is named twice; name it once; the other is at --host");
    }
}
