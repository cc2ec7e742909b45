package dev.preflight.cli;

import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.engine.RunPlan;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.host.HostIdentity;
import dev.preflight.probe.LaneScript;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Shows the scripts that a run would send, each once, with the hosts that get it. */
final class ScriptPage {
    private ScriptPage() {}

    static String of(RunPlan plan) {
        Map<String, FactRequest<?>> requests = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(HostIdentity.REQUEST),
                        plan.profile().checks().stream().flatMap(instance -> requests(instance).stream()))
                .forEach(request -> requests.putIfAbsent(request.key(), request));
        Map<LaneScript, List<String>> scripts = new LinkedHashMap<>();
        for (String host : plan.hostNames()) {
            plan.scripts(host)
                    .values()
                    .forEach(script -> scripts.computeIfAbsent(script, s -> new ArrayList<>())
                            .add(host));
        }
        StringBuilder page = new StringBuilder();
        scripts.forEach((script, hosts) -> append(page, script, hosts, requests));
        return page.toString();
    }

    private static <P extends Record> List<FactRequest<?>> requests(CheckInstance<P> instance) {
        List<FactRequest<?>> all =
                new ArrayList<>(instance.check().needs(instance.params()).all());
        if (instance.check() instanceof LinkCheck<P> link && link.exchanges()) {
            all.addAll(LinkFacts.EXCHANGED);
        }
        return all;
    }

    private static String who(Lane lane) {
        return switch (lane) {
            case ROOT -> " (root; as the login user what that may read, if root is refused)";
            case EXCHANGE -> " (root; as the login user if root is refused), when all hosts have come so far";
            case LAST -> " (the login user), behind all others";
            case RETURN -> " (the login user), by a second login";
            case ROOT_LOGIN -> " (root, in the shell of a login by sudo -i)";
            default -> " (the login user)";
        };
    }

    private static void append(
            StringBuilder page, LaneScript script, List<String> hosts, Map<String, FactRequest<?>> requests) {
        page.append("# Lane ")
                .append(script.lane().id())
                .append(who(script.lane()))
                .append(", on ")
                .append(hosts.size() == 1 ? "1 host: " : hosts.size() + " hosts: ")
                .append(String.join(", ", hosts))
                .append("\n# Command: ")
                .append(script.command())
                .append("\n# Probes:\n");
        for (LaneScript.Expected expected : script.expected()) {
            FactRequest<?> request = requests.get(expected.key());
            page.append("#   ")
                    .append(expected.key())
                    .append(request == null ? "" : does(request.fact()))
                    .append('\n');
        }
        page.append("# Standard input, behind two lines with a fresh nonce and the alarm:\n")
                .append(script.body())
                .append('\n');
    }

    private static String does(Fact<?> fact) {
        if (fact.logsInToHosts()) {
            return " (writes nothing there; logs in to the other hosts, which log it)";
        }
        return fact.sideEffects() ? " (makes something of its own there, and removes it again)" : " (only reads)";
    }
}
