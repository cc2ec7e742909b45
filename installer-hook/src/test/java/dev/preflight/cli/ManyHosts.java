package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.engine.Engine;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.testing.TestHost;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The command's process over a thousand hosts, of which some answer and the others hang: {@code ANSWERING [CHECK..]}.
 * All of it is real but the transport.
 */
final class ManyHosts {
    static final int HOSTS = 1000;

    private ManyHosts() {}

    public static void main(String[] args) {
        Main.process(
                io -> run(io, Integer.parseInt(args[0]), Arrays.asList(args).subList(1, args.length)));
    }

    private static int run(Io io, int answering, List<String> checks) {
        try {
            Preflight preflight = Preflight.load();
            Texts texts = preflight.texts(Locale.ENGLISH);
            RunPlan plan = RunPlan.of(
                    preflight.profile("container-host"),
                    IntStream.rangeClosed(1, HOSTS).mapToObj(ManyHosts::host).toList(),
                    checks,
                    List.of());
            RunOptions usual = RunOptions.usual("test");
            RunOptions options = new RunOptions(
                    usual.slots(),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    false,
                    List.of(),
                    Optional.empty(),
                    usual.toolVersion());
            Engine engine = new Engine(
                    preflight.catalogue(),
                    Map.of(Connection.SSH, new CannedTransport(answering)),
                    options,
                    Clock.systemUTC());
            io.interruption().cancels(engine::cancel);
            RunReport report;
            try (ProgressListener progress = new ProgressListener(io, HOSTS, texts)) {
                report = engine.run(plan, progress);
            }
            return Reports.of(List.of("json"), false, io).write(report, texts).number();
        } catch (ProblemsException e) {
            return Diagnostics.problems(io, e.problems());
        }
    }

    private static Host host(int number) {
        String name = String.format(Locale.ROOT, "h%04d", number);
        return TestHost.named(name, "all");
    }
}
