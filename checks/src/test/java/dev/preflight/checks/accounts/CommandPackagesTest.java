package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.host.HostIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandPackagesTest {
    private static HostIdentity host(String id, String... like) {
        return new HostIdentity(id, List.of(like), "9", id, "5.14", "x86_64", 0, "none", "");
    }

    /** A person copies it: several commands with commas between cannot be run. */
    @Test
    void allPackagesAreInstalledByOneCommandEachOnce() {
        List<String> commands = List.of("modprobe", "ping", "ip", "ss", "vendor-tool");
        assertThat(CommandPackages.install(host("debian"), commands))
                .contains("apt-get install -y kmod iputils-ping iproute2");
        assertThat(CommandPackages.install(host("rocky", "rhel"), commands))
                .contains("dnf install -y kmod iputils iproute");
        assertThat(CommandPackages.install(host("debian"), List.of("vendor-tool")))
                .isEmpty();
        assertThat(CommandPackages.install(host("void"), commands)).isEmpty();
    }
}
