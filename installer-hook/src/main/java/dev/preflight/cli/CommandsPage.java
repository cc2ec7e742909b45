package dev.preflight.cli;

import dev.preflight.api.Check;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.OwnCommands;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.host.HostIdentity;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.CleanText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a profile runs on a host, by lane: the probes of shipped checks by name, and the commands that the profile
 * itself names in full. For who is to run a profile of others.
 */
final class CommandsPage {
    private final Map<Lane, Map<String, String>> lanes = new EnumMap<>(Lane.class);

    private CommandsPage() {}

    static String of(Profile profile) {
        CommandsPage page = new CommandsPage();
        page.add(HostIdentity.REQUEST, Optional.empty());
        profile.checks().forEach(page::add);
        return page.text();
    }

    private <P extends Record> void add(CheckInstance<P> instance) {
        Check<P> check = instance.check();
        List<FactRequest<?>> all =
                new ArrayList<>(check.needs(instance.params()).all());
        if (check instanceof LinkCheck) {
            all.addAll(LinkFacts.EXCHANGED);
        }
        for (FactRequest<?> request : all) {
            add(request, check instanceof OwnCommands own ? own.command(request) : Optional.empty());
        }
    }

    private void add(FactRequest<?> request, Optional<List<String>> command) {
        Fact<?> fact = request.fact();
        Lane lane = fact.prefersRoot() && fact.lane() == Lane.USER ? Lane.ROOT : fact.lane();
        String what = command.map(words -> "runs " + String.join(" ", request.arguments()))
                .orElse(fact.sideEffects() ? "makes something of its own, and removes it again" : "only reads");
        List<String> words = request.arguments().isEmpty()
                ? List.copyOf(request.probeLocators().values())
                : request.arguments();
        String at = command.isEmpty() && !words.isEmpty()
                ? ": " + String.join(" ", words).strip()
                : "";
        lanes.computeIfAbsent(lane, l -> new TreeMap<>())
                .put(
                        request.key(),
                        CleanText.of(
                                fact.id() + " in context " + request.context().id() + ": " + what + at));
    }

    private String text() {
        StringBuilder page = new StringBuilder();
        lanes.forEach((lane, lines) -> {
            page.append("Lane ")
                    .append(lane.id())
                    .append(lane == Lane.ROOT ? " (root, where the run may become root)" : "")
                    .append('\n');
            lines.values().forEach(line -> page.append("  ").append(line).append('\n'));
        });
        return page.toString();
    }
}
