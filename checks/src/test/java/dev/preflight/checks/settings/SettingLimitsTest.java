package dev.preflight.checks.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.AllChecks;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.yaml.YamlText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of this pack may be. */
class SettingLimitsTest {
    private static List<String> problems(String yaml) {
        Problems problems = new Problems();
        Node.Mapping given =
                (Node.Mapping) YamlText.parse("p", yaml, new Problems()).orElseThrow();
        ParamBinder.settings(new AllChecks().settings(), given, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            expected_mtu: 67                                         | a whole number between 68 and 65535
            expected_mtu: 65536                                      | a whole number between 68 and 65535
            expected_nameservers: [10.0.0.256]                       | an IP address
            expected_nameservers: [dns.example]                      | an IP address
            platform_nics: [-x]                                      | the name of a network interface
            platform_nics: [sixteen-letters-]                        | the name of a network interface
            platform_nics: [a/b]                                     | the name of a network interface
            staging_dir: opt/x                                       | an absolute path
            install_dirs: [opt]                                      | an absolute path
            install_dirs: ['']                                       | an absolute path
            target_docker_version: latest                            | a version such as 26.1.3
            platform_names: [-x.example]                             | a host name or address
            planned_cpus: -2                                         | a whole number of at least 0, or -1
            'container_networks: [{mode: vxlann, parent: eth0}]'     | one of bridge
            'container_networks: [{mode: vlan, parent: e, vlan: 4095}]' | a whole number between 1 and 4094, or 0
            'container_networks: [{mode: vlan, parent: e, mtu: 60}]' | a whole number between 68 and 65535, or 0
            'container_networks: [{mode: vlan, parent: e, gateway: gw}]' | an IP address
            'list_files: [{path: etc/x}]'                            | an absolute path
            'list_files: [{url: ftp://x/y}]'                         | an address such as http://
            """)
    void whatASettingCannotBeIsToldWithItsPlaceAndAnExample(String yaml, String expected) {
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .matches("p:1:\\d+: \\w+: expected .*")
                .contains(expected)
                .contains("for example ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            expected_mtu: 68
            expected_mtu: 65535
            'expected_nameservers: [10.0.0.53, ''fd00::53'', ''fe80::1%eth0'']'
            'platform_nics: [eth0.7, enp0s31f6, br-0123456789ab]'
            target_docker_version: 5.20.10+dfsg1
            target_docker_version: v26
            planned_cpus: -1
            'container_networks: [{mode: Overlay, parent: eth0, vlan: 0, mtu: 0}]'
            'platform_names: [db.platform.internal, _ldap._tcp.example., 10.0.0.1]'
            """)
    void whatASettingCanBeIsTaken(String yaml) {
        assertThat(problems(yaml)).isEmpty();
    }
}
