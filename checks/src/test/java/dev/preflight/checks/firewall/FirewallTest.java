package dev.preflight.checks.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules as nft 1.0.6, iptables 1.8.9, ufw 0.36 and firewalld 1.3 list them. */
class FirewallTest {
    private static Optional<String> ruleOn4789(String rules) {
        String text = "rules\n " + rules.replace(";", "\n ") + "\ndone\n";
        return Printed.reading(Firewall.REQUEST, text)
                .fold(firewall -> firewall.ruleOn(4789), missing -> Optional.of("missing"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            udp dport 4789 drop                                                              | udp dport 4789 drop
            udp dport { 4789, 7946 } reject                                                  | udp dport { 4789, 7946 } reject
            -A INPUT -p udp -m udp --dport 4789 -j DROP                                      | -A INPUT -p udp -m udp --dport 4789 -j DROP
            4789/udp DENY Anywhere                                                           | 4789/udp DENY Anywhere
            type filter hook input priority filter, policy drop                              | type filter hook input priority filter, policy drop
            -P INPUT DROP                                                                    | -P INPUT DROP
            -P INPUT DROP;-A INPUT -p udp -m udp --dport 4789 -j ACCEPT                      | ''
            -P INPUT DROP;4789/udp ALLOW Anywhere                                            | ''
            ports: 4789/udp 7946/tcp;hook input, policy drop                                 | ''
            -P INPUT DROP;-A INPUT -p udp -m udp --dport 47890 -j ACCEPT                     | -P INPUT DROP
            -P FORWARD DROP                                                                  | ''
            udp dport 47890 drop                                                             | ''
            udp dport 14789 drop                                                             | ''
            """)
    void aRuleOfAPortCountsBeforeThePolicyOfAll(String rules, String expected) {
        assertThat(ruleOn4789(rules)).isEqualTo(Optional.of(expected).filter(rule -> !rule.isEmpty()));
    }

    @Test
    void whoIsNotRootSeesNone() {
        Reading<Firewall> reading = Printed.reading(Firewall.REQUEST, "denied\ndone\n");
        assertThat(reading.<Reason>fold(firewall -> null, missing -> missing.reason()))
                .isEqualTo(Reason.NO_PERMISSION);
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static void tool(Path root, String name, String prints) throws IOException {
        Path file = Files.createDirectories(root.resolve("usr/sbin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\ncat <<'E'\n" + prints + "\nE\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** As nft 1.0.6 and iptables 1.8.9 list the same rules: a chain of another table drops what iptables lets in. */
    @ParameterizedTest
    @MethodSource("shells")
    void tablesOfIptablesAreChangedByIt(Shell shell, @TempDir Path root) throws IOException {
        String filter = """
                table ip filter {
                \tchain INPUT {
                \t\ttype filter hook input priority filter; policy accept;
                \t\tudp dport 4789 counter packets 10 bytes 5168 drop
                \t}
                }
                table ip nat {
                }""";
        tool(root, "nft", filter);
        tool(root, "iptables", "-P INPUT ACCEPT\n-A INPUT -p udp -m udp --dport 4789 -j DROP");
        assertThat(manager(shell, root)).isEqualTo("iptables: -A INPUT -p udp -m udp --dport 4789 -j DROP");
        tool(root, "nft", filter + "\ntable inet site {\n}");
        assertThat(manager(shell, root)).isEqualTo("nft: udp dport 4789 counter packets 10 bytes 5168 drop");
        tool(root, "nft", filter);
        tool(root, "iptables", "-P INPUT ACCEPT");
        assertThat(manager(shell, root)).startsWith("nft: ");
        Files.delete(root.resolve("usr/sbin/iptables"));
        assertThat(manager(shell, root)).startsWith("nft: ");
    }

    private static String manager(Shell shell, Path root) {
        FactRequest<Firewall> request = Firewall.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(
                        read -> read.manager() + ": " + read.ruleOn(4789).orElse(""),
                        missing -> missing.reason().toString());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void isReadOnThisMachine(Shell shell) {
        ScriptRun.Answer answer = ScriptRun.under(shell).run(Firewall.REQUEST);
        assertThat(answer.out(Firewall.REQUEST)).endsWith("done\n");
        assertThat(answer.err(Firewall.REQUEST)).isEmpty();
    }
}
