package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @MethodSource("shells")
    void isReadOnThisMachine(Shell shell) {
        ScriptRun.Answer answer = ScriptRun.under(shell).run(Firewall.REQUEST);
        assertThat(answer.out(Firewall.REQUEST)).endsWith("done\n");
        assertThat(answer.err(Firewall.REQUEST)).isEmpty();
    }
}
