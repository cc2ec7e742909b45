package dev.preflight.checks.firewall;

import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What filters the packets of a host itself, and its rules as they are listed.
 *
 * @param manager what the rules are made with: {@code firewalld}, {@code ufw}, {@code nft} or {@code iptables}; empty if
 *     there are none
 * @param rules the rules that drop, reject or accept, untrusted
 * @param filters all that a packet to the host and its reply have to get through; empty in evidence from before this was asked
 */
public record Firewall(String manager, List<String> rules, Optional<Filters> filters) {
    /** Rules are for root to see. firewall-cmd takes half a second each time. */
    public static final Fact<Firewall> FACT = Fact.named("firewall", Firewall.class)
            .sharing(SharedShell.class, "find-tool", "nftables")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .cap(1024 * 1024)
            .format(2)
            .parsedBy(Firewall::parse, Map.of(1, Firewall::parseInput));

    /** The one request for it. */
    public static final FactRequest<Firewall> REQUEST = FACT.request();

    private static final Pattern REFUSES = Pattern.compile("(?i)\\b(drop|reject|deny)\\b");

    private static final Pattern LETS_IN = Pattern.compile("(?i)\\b(accept|allow)\\b|^ports:");

    private static final Pattern POLICY = Pattern.compile("(?i)-P INPUT DROP|hook input.*policy drop");

    public Firewall {
        rules = List.copyOf(rules);
    }

    /**
     * The rule that refuses what goes to a port, or else the policy that does, unless another rule lets it in; empty if none
     * is seen. A rule that names a range of ports is not taken for one of a port in it.
     */
    public Optional<String> ruleOn(int port) {
        Pattern number = Pattern.compile("\\b" + port + "\\b");
        List<String> named =
                rules.stream().filter(rule -> number.matcher(rule).find()).toList();
        Optional<String> refused =
                named.stream().filter(rule -> REFUSES.matcher(rule).find()).findFirst();
        boolean letIn = named.stream().anyMatch(rule -> LETS_IN.matcher(rule).find());
        return refused.isPresent() || letIn
                ? refused
                : rules.stream().filter(rule -> POLICY.matcher(rule).find()).findFirst();
    }

    /** Whether a rule is for this port alone, from anywhere: as ufw lists it, {@code 4789/udp DENY Anywhere}. */
    public boolean names(int port, String protocol) {
        return rules.stream().anyMatch(rule -> rule.startsWith(port + "/" + protocol + " "));
    }

    /** An answer that has the chains of input alone: people and link checks go by it, the check of the firewall does not. */
    private static Reading<Firewall> parseInput(ProbeOutput output) throws FactFormatException {
        return parse(output)
                .fold(
                        read -> Reading.got(new Firewall(read.manager(), read.rules(), Optional.empty())),
                        missing -> Reading.missing(missing.reason(), missing.detail()));
    }

    static Reading<Firewall> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("denied").isPresent()) {
            return Reading.missing(Reason.NO_PERMISSION, "only root sees the rules of the firewall");
        }
        List<String> rules = text.all("rules").stream()
                .flatMap(part -> part.lines().stream())
                .map(String::strip)
                .toList();
        return Reading.got(new Firewall(text.argument("manager").orElse(""), rules, Filters.of(text)));
    }
}
