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
            include {~supersede domain-name-servers 10.0.0.1;~}                                        | 10.0.0.1
            supersede domain-name-servers 10.0.0.1;~include {~supersede domain-name-servers 10.0.0.2;~} | 10.0.0.2
            interface eth1 {~include {~supersede domain-name-servers 10.0.0.1;~}~}                     | 10.0.0.1
            include {~interface eth1 {~supersede domain-name-servers 10.0.0.1;~}~}                     | 10.0.0.1
            interface eth0 {~include {~supersede domain-name-servers 10.0.0.1;~}~}                     | lease
            block {~include {~supersede domain-name-servers 10.0.0.1;~}~}                              | lease
            """)
    void theLastWordForTheInterfaceCounts(String conf, String expected) {
        assertThat(DhclientConf.fixed(List.of(conf.split("~")), "eth1", "domain-name-servers")
                        .map(servers -> String.join(" ", servers))
                        .orElse("lease"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            include;                                                       | true
            supersede domain-name-servers 10.0.0.1;~include;               | true
            interface eth1 {~include;~}                                    | true
            include {~interface eth1 {~include;~}~}                        | true
            interface eth0 {~include;~}                                    | false
            block {~include;~}                                             | false
            include {~supersede domain-name-servers 10.0.0.1;~}            | false
            """)
    void whatIsNotFollowedHasASayWhereItStands(String conf, boolean untold) {
        assertThat(DhclientConf.untold(List.of(conf.split("~")), "eth1")).isEqualTo(untold);
    }
}
