package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DhclientConfTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            supersede domain-name-servers 10.0.0.1, 10.0.0.2;                                          | 10.0.0.1 10.0.0.2
            prepend domain-name-servers 10.0.0.1;                                                      | lease
            append domain-name-servers 10.0.0.1;                                                       | lease
            default domain-name-servers 10.0.0.1;                                                      | lease
            supersede dhcp6.name-servers fd00::1;                                                      | lease
            interface eth1 {~supersede domain-name-servers 10.0.0.1;~}                                 | 10.0.0.1
            interface eth0 {~supersede domain-name-servers 10.0.0.1;~}                                 | lease
            block {~supersede domain-name-servers 10.0.0.1;~}                                          | lease
            }~supersede domain-name-servers 10.0.0.1;                                                  | 10.0.0.1
            interface eth1 {~supersede domain-name-servers 10.0.0.2;~}~supersede domain-name-servers 10.0.0.1; | 10.0.0.2
            supersede domain-name-servers 10.0.0.1;~prepend domain-name-servers 127.0.0.1;             | 127.0.0.1 10.0.0.1
            supersede domain-name-servers 10.0.0.1;~append domain-name-servers 10.0.0.2;               | 10.0.0.1 10.0.0.2
            supersede domain-name-servers 10.0.0.1;~supersede domain-name-servers 10.0.0.2;            | 10.0.0.2
            """)
    void theLastWordForTheInterfaceCounts(String conf, String expected) {
        assertThat(DhclientConf.fixed(List.of(conf.split("~")), "eth1", "domain-name-servers")
                        .map(servers -> String.join(" ", servers))
                        .orElse("lease"))
                .isEqualTo(expected);
    }
}
