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
import dev.preflight.report.ConsoleWriter;
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
    private final Map<Lane, Map<String, Line>> lanes = new EnumMap<>(Lane.class);

    /**
     * What is run.
     *
     * @param command the words of a command that the profile names
     */
    private record Line(String text, Optional<String> command) {}

    private CommandsPage() {}

    static void write(Profile profile, ConsoleWriter console) {
        CommandsPage page = new CommandsPage();
        page.add(HostIdentity.REQUEST, Optional.empty());
        profile.checks().forEach(page::add);
        page.write(console);
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
        String where = fact.id() + " in context " + request.context().id() + ": ";
        Line line = command.isPresent()
                ? new Line(where + "runs", Optional.of(CleanText.of(String.join(" ", request.arguments()))))
                : new Line(CleanText.of(where + reads(request)), Optional.empty());
        lanes.computeIfAbsent(lane, l -> new TreeMap<>()).put(request.key(), line);
    }

    private static String reads(FactRequest<?> request) {
        String what = request.fact().sideEffects() ? "makes something of its own, and removes it again" : "only reads";
        List<String> words = request.arguments().isEmpty()
                ? List.copyOf(request.probeLocators().values())
                : request.arguments();
        return words.isEmpty() ? what : what + ": " + String.join(" ", words).strip();
    }

    private void write(ConsoleWriter page) {
        lanes.forEach((lane, lines) -> {
            page.text(0, "Lane " + lane.id() + (lane == Lane.ROOT ? " (root, where the run may become root)" : ""));
            lines.values().forEach(line -> {
                if (line.command().isPresent()) {
                    page.withCommand(2, line.text(), line.command().get());
                } else {
                    page.hanging(2, line.text());
                }
            });
        });
    }
}
