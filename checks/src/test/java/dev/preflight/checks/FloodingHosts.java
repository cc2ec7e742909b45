package dev.preflight.checks;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.engine.Engine;
import dev.preflight.engine.RunListener;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.ProblemsException;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.LaneScript.Expected;
import dev.preflight.report.JsonReport;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.Call;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.Upload;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run over a thousand hosts that flood, each in one of several ways, but for one that is healthy. All of it is real but
 * the transport. Those that run first all hold what they said until each of them has said all of it: so much is there at
 * once on every machine.
 */
final class FloodingHosts {
    static final int HOSTS = 1000;

    /** Three times what is usual: what these may say together, each within its own bound, is more than the heap. */
    private static final int AT_ONCE = 96;

    /** What one lane of those that come first says. */
    private static final int FLOOD = 768 * 1024;

    /** What one of the others says in each frame: nothing is too long, and all of it together is too much. */
    private static final int SWELL = 512;

    private static final Pattern NONCE = Pattern.compile("(?m)^N=([0-9a-f]{32})\\nM=([0-9a-f]{32})$");
    private static final Clones CLONES = new Clones("debian12", Clones.Kind.APART, false);
    private static final byte[] LINE = "something that no probe prints\n".getBytes(StandardCharsets.UTF_8);
    private static final String GOOD = "h0003";

    private final Collection<LaneScript> scripts;
    private final int atOnce;
    private final CountDownLatch full;
    private final HealthyHost healthy = HealthyHost.of("debian12");
    private final Map<String, byte[]> swollen = new ConcurrentHashMap<>();

    private FloodingHosts(RunPlan plan, int atOnce) {
        this.scripts = plan.scripts(GOOD).values();
        this.atOnce = atOnce;
        this.full = new CountDownLatch(atOnce);
    }

    public static void main(String[] args) throws ProblemsException, IOException {
        Catalogue catalogue = Catalogue.load();
        List<Host> hosts = Clones.names(HOSTS).stream()
                .map(name -> TestHost.named(name.replace("node", "h"), "all"))
                .toList();
        RunPlan plan = RunPlan.of(CLONES.profile(), hosts, List.of(), List.of());
        RunOptions usual = RunOptions.usual("test");
        RunOptions options = new RunOptions(
                AT_ONCE,
                Duration.ofHours(1),
                Duration.ofHours(2),
                false,
                List.of(),
                Optional.empty(),
                usual.toolVersion());
        FloodingHosts flooding = new FloodingHosts(plan, AT_ONCE);
        Transport transport = (host, abort) -> flooding.session(host);
        RunReport report = new Engine(catalogue, Map.of(Connection.SSH, transport), options, Clock.systemUTC())
                .run(plan, new RunListener() {});
        new JsonReport(Clones.texts(Locale.ENGLISH)).write(report, Writer.nullWriter());
        for (HostReport host : report.hosts()) {
            boolean good = host.name().equals(GOOD);
            boolean cut = host.findings().stream().map(Finding::reason).anyMatch(Optional.of(Reason.TRUNCATED)::equals);
            boolean failed = host.unreachable().isPresent();
            if (good ? cut || failed : host.verdict().compareTo(Verdict.UNDECIDED) < 0) {
                System.out.println("wrong: " + host.name() + " " + host.verdict() + " " + host.unreachable());
            }
        }
        System.out.println("judged " + report.hosts().size());
    }

    private Session session(Host host) {
        int number = Integer.parseInt(host.name().substring(1));
        return new Session() {
            @Override
            public String remoteAddress() {
                return "10.0.0.1";
            }

            @Override
            public OptionalInt run(Call call, OutputSink sink) {
                String text = new String(call.input(), StandardCharsets.UTF_8);
                Optional<LaneScript> known = scripts.stream()
                        .filter(one -> text.contains(one.body()))
                        .findFirst();
                if (known.isEmpty()) {
                    // The clock, once more, where the first answer took long: these hosts give no other.
                    return OptionalInt.of(1);
                }
                LaneScript script = known.get();
                Matcher nonce = NONCE.matcher(text);
                if (!nonce.find()) {
                    throw new IllegalStateException("a script without a nonce");
                }
                Lane lane = new Lane(sink, nonce.group(1), nonce.group(2));
                boolean first = number <= atOnce;
                answer(number, first, script, lane);
                if (first && script.lane() == dev.preflight.fact.Lane.USER) {
                    awaitAll();
                }
                return OptionalInt.of(0);
            }

            @Override
            public Optional<Upload> upload(List<String> directories) {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    private void awaitAll() {
        full.countDown();
        try {
            full.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(int number, boolean first, LaneScript script, Lane lane) {
        lane.mark("A boot");
        int left = FLOOD;
        for (Expected frame : script.expected()) {
            lane.begin(frame);
            if (number == 3) {
                lane.out(said(frame));
            } else if (first) {
                // Just below the cap, so that it is kept as a whole, until the lane has said its share.
                int size = Math.min(left, frame.capBytes() - 1);
                lane.out(swollen(frame, size));
                left -= size;
            } else if (number % 4 == 0) {
                lane.out(swollen(frame, SWELL));
            } else if (number % 4 == 1) {
                lane.out(said(frame));
                lane.err("e".repeat(SWELL));
            } else if (number % 4 == 2) {
                lane.out(("PRETTY_NAME=" + "y".repeat(SWELL) + "\n").getBytes(StandardCharsets.UTF_8));
            } else {
                lane.out("one\n".repeat(SWELL / 4).getBytes(StandardCharsets.UTF_8));
            }
            lane.end(frame);
        }
        lane.close();
        if (number != 3 && (first || number % 4 == 2)) {
            lane.noise("noise ".repeat(3000));
        }
        lane.mark("Z boot");
    }

    private byte[] said(Expected frame) {
        String key = frame.key().replaceAll("@([a-z-]+).*", "@$1");
        return healthy.frames().getOrDefault(key, "").getBytes(StandardCharsets.UTF_8);
    }

    /** What a healthy host says there, with each of its lines over and over: what its parser knows, but more of it. */
    private byte[] swollen(Expected frame, int size) {
        return swollen.computeIfAbsent(frame.key() + " " + size, key -> {
            byte[] said = said(frame);
            byte[] all = new byte[size];
            byte[] piece = said.length == 0 ? LINE : said;
            for (int at = 0; at < size; at += piece.length) {
                System.arraycopy(piece, 0, all, at, Math.min(piece.length, size - at));
            }
            return all;
        });
    }

    /** Says things as a lane does. */
    private static final class Lane {
        private final OutputSink sink;
        private final String nonce;
        private final String inner;
        private int group;

        private Lane(OutputSink sink, String nonce, String inner) {
            this.sink = sink;
            this.nonce = nonce;
            this.inner = inner;
        }

        private void mark(String text) {
            out(("\n@@" + nonce + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
            err("\n@@" + nonce + " " + text + "\n");
        }

        private void markInside(String text) {
            out(("\n@@" + inner + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
            err("\n@@" + inner + " " + text + "\n");
        }

        private void begin(Expected frame) {
            if (frame.group() != group) {
                close();
                if (frame.group() != 0) {
                    mark("B " + frame.group() + " 1.00");
                    markInside("A");
                }
                group = frame.group();
            }
            tell(frame, "B " + frame.number() + " 1.00");
        }

        private void end(Expected frame) {
            tell(frame, "R 0");
            tell(frame, "E " + frame.number() + " 0 1.00");
        }

        private void close() {
            if (group != 0) {
                mark("E " + group + " 0 1.00");
                group = 0;
            }
        }

        private void tell(Expected frame, String text) {
            if (frame.group() == 0) {
                mark(text);
            } else {
                markInside(text);
            }
        }

        private void noise(String text) {
            out(text.getBytes(StandardCharsets.UTF_8));
            err(text);
        }

        private void out(byte[] bytes) {
            boolean unused = sink.out(bytes, 0, bytes.length);
        }

        private void err(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sink.err(bytes, 0, bytes.length);
        }
    }
}
