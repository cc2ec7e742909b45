package dev.preflight.engine;

import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.LaneScript.Expected;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.probe.ShellQuote;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The script of one host of an exchange: it listens, waits for its peers' names, sends, waits, and says what it heard. */
final class ExchangeScript {
    /**
     * When a listener ends by itself. Sending begins 10 s after the first of them began at the latest, and takes
     * {@link #SENDING} at most.
     */
    static final Duration LISTENING = Duration.ofSeconds(60);

    /** When a sender ends by itself. */
    static final Duration SENDING = Duration.ofSeconds(40);

    /** The same on every host: what listens and sends, in each language, and what calls it. */
    private static final String PROGRAMS = programs();

    private ExchangeScript() {}

    private static String programs() {
        StringBuilder programs = new StringBuilder();
        for (String name : List.of("listen.py", "send.py", "listen.pl", "send.pl", "listen.sh", "send.sh")) {
            assign(
                    programs,
                    "PF_" + name.toUpperCase(Locale.ROOT).replace('.', '_'),
                    ScriptCompiler.resource(ExchangeScript.class, name));
        }
        return programs + ScriptCompiler.resource(ExchangeScript.class, "exchange.sh");
    }

    /**
     * Compiles the script.
     *
     * @param traffic what is to be sent
     * @param run eight hex digits that no other run has
     * @param host whose script it is, by its name
     * @param control a port of UDP and TCP that should be free on every host
     */
    static LaneScript compile(Traffic traffic, String run, String host, int control) {
        StringBuilder body = new StringBuilder();
        assign(body, "PARAM_RUN", run);
        assign(body, "PARAM_SELF", HostTag.of(host));
        assign(body, "PARAM_UDP", numbers(traffic.udpPorts()));
        assign(
                body,
                "PARAM_TCP",
                numbers(traffic.flows().stream()
                        .map(Traffic.Flow::port)
                        .collect(Collectors.toCollection(TreeSet::new))));
        assign(body, "PARAM_CONTROL", String.valueOf(control));
        assign(body, "PARAM_MTU", String.valueOf(traffic.fullSize()));
        assign(body, "PARAM_SIZES", numbers(traffic.sizes()));
        assign(body, "PARAM_SECONDS", String.valueOf(LISTENING.toSeconds()));
        assign(body, "PARAM_SEND_SECONDS", String.valueOf(SENDING.toSeconds()));
        body.append(PROGRAMS);
        return ScriptCompiler.lane(
                Lane.EXCHANGE,
                body.toString(),
                List.of(frame(1, ListenReport.REQUEST), frame(2, SendReport.REQUEST), frame(3, ReceiveReport.REQUEST)));
    }

    private static Expected frame(int number, FactRequest<?> request) {
        return new Expected(
                number,
                0,
                request.key(),
                request.fact().format(),
                request.fact().capBytes());
    }

    private static void assign(StringBuilder body, String name, String value) {
        body.append(name).append('=').append(ShellQuote.quoteText(value)).append('\n');
    }

    private static String numbers(Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
