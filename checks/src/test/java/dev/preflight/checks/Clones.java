package dev.preflight.checks;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.HostInfo;
import dev.preflight.api.LinkCheck;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.Mesh;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.fact.FactRequest;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.TestHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs over many hosts that are one recorded healthy host over and over. */
final class Clones {
    /** What the clones differ in. */
    enum Kind {
        /** In all that only one host may have: nothing is wrong with any of them. */
        APART,
        /** In the machine that they run on alone: all have one address, one name and one machine id. */
        TWINS
    }

    /** Logins between all hosts are refused for so many. */
    static final Set<String> LEFT_OUT = Set.of("ssh-between-hosts");

    private static final Catalogue CATALOGUE = Catalogue.load();
    /** What the exchange says of ports; those of the profile below. */
    private static final int PORT = 4789;

    private static final int CONTROL = 23456;
    private static final int TCP = 2377;

    private final HealthyHost healthy;
    private final Kind kind;
    private final boolean links;

    /**
     * Clones of a host of this family.
     *
     * @param links whether checks look at them, too, that read as much as there are pairs of hosts: with a healthy network
     *     between all of them, and names that all find
     */
    Clones(String family, Kind kind, boolean links) {
        this.healthy = HealthyHost.of(family);
        this.kind = kind;
        this.links = links;
    }

    static Texts texts(Locale locale) {
        return Texts.of(CATALOGUE, locale);
    }

    /** What all checks say of so many. */
    RunReport report(int count) throws ProblemsException {
        List<String> names = names(count);
        Profile profile = profile();
        List<FactRequest<?>> requests = profile.checks().stream()
                .flatMap(instance -> HealthyHost.needs(instance.check()).stream())
                .distinct()
                .toList();
        List<Frame> recorded = healthy.recorded(requests);
        Map<String, HostEvidence> evidence = new TreeMap<>();
        List<Host> hosts = new ArrayList<>();
        for (String name : names) {
            List<Frame> frames = new ArrayList<>(recorded);
            if (links) {
                frames.addAll(exchanged(names, name));
            }
            HostEvidence fixture = FixtureEvidence.of(
                    frames.stream().map(frame -> own(frame, name, names)).toList());
            evidence.put(
                    name,
                    new HostEvidence(
                            new HostInfo(name, address(name), List.of("all")),
                            fixture.transport(),
                            fixture.collectedAt(),
                            fixture.lanes(),
                            Optional.empty()));
            hosts.add(host(name));
        }
        RunPlan plan = RunPlan.of(profile, hosts, List.of(), List.of());
        return RunJudging.replay(
                plan,
                host -> evidence.get(host.name()),
                CATALOGUE,
                new JudgeOptions(false, "0"),
                FixtureEvidence.COLLECTED_AT);
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring("node".length()));
    }

    /** The frame with what this host has to itself. */
    private Frame own(Frame frame, String name, List<String> names) {
        if (frame.key().startsWith("names-of-hosts@")) {
            return with(frame, found(names));
        }
        boolean identity = frame.key().startsWith("host-marks@") || frame.key().startsWith("links@");
        if (!identity) {
            return frame;
        }
        int n = number(name);
        String text = new String(frame.out(), StandardCharsets.UTF_8)
                .replaceAll("(boot-id [0-9a-f-]{24})[0-9a-f]{12}", String.format(Locale.ROOT, "$1%012x", n));
        if (kind == Kind.APART) {
            String low = String.format(Locale.ROOT, "%02x:%02x", n / 256, n % 256);
            text = text.replaceAll("hostname \\S+", "hostname " + name)
                    .replaceAll("machine-id \\S+", String.format(Locale.ROOT, "machine-id %032x", n))
                    .replaceAll("(52:54:00:[12]0:)00:07", "$1" + low)
                    .replace("10.0.0.7/", address(name) + "/")
                    .replace("10.78.0.14/", address(name).replace("10.16.", "10.78.") + "/");
        }
        return with(frame, text);
    }

    private static Frame with(Frame frame, String text) {
        return new Frame(
                frame.key(),
                frame.format(),
                frame.end(),
                frame.status(),
                frame.took(),
                frame.receivedAt(),
                text.getBytes(StandardCharsets.UTF_8),
                frame.err());
    }

    /** What a host finds under the names of all. */
    private String found(List<String> names) {
        StringBuilder text = new StringBuilder();
        text.append("name vip.platform.internal\n address 10.0.0.100\n status 0\n ms 10\n");
        for (String name : names) {
            String address = kind == Kind.APART ? address(name) : "10.0.0.7";
            text.append("name ")
                    .append(name)
                    .append("\n address ")
                    .append(address)
                    .append("\n status 0\n ms 10\n");
        }
        return text.append("done\n").toString();
    }

    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> String.format(Locale.ROOT, "node%04d", i))
                .toList();
    }

    private static String address(String name) {
        return "10.16." + number(name) / 250 + "." + (1 + number(name) % 250);
    }

    private static Host host(String name) {
        return TestHost.at(name, address(name), "all");
    }

    /** Every check once, with what a site would fill in. */
    Profile profile() throws ProblemsException {
        StringBuilder text = new StringBuilder("name: everything\nchecks:\n");
        for (Check<?> check : CATALOGUE.checks().values()) {
            boolean ofPairs = check instanceof LinkCheck || check.spec().id().equals("names-resolve");
            if ((ofPairs && !links) || LEFT_OUT.contains(check.spec().id())) {
                continue;
            }
            text.append("  ").append(check.spec().id()).append(": {params: ");
            text.append(
                    check.spec().id().equals("tcp-ports")
                            ? "{tcp_ports: [{port: " + TCP + "}]}"
                            : HealthyHost.site(check));
            text.append("}\n");
        }
        ProfileSource source = (reference, at, from, problems) ->
                Optional.of(new ProfileSource.Text(reference, reference, Optional.empty(), text.toString()));
        return new ProfileLoader(CATALOGUE, source).load("everything", List.of());
    }

    /** What a host says of the exchange where all arrives. */
    private static List<Frame> exchanged(List<String> names, String name) {
        StringBuilder sent = new StringBuilder("tool python\ndf yes\n");
        StringBuilder heard = new StringBuilder();
        for (String peer : Mesh.peers(names, name, false)) {
            String tag = HostTag.of(peer);
            sent.append("to ").append(tag).append(' ').append(address(peer)).append('\n');
            sent.append("udp ").append(tag).append(" " + PORT + " 4 3 3 -\n");
            sent.append("udp ").append(tag).append(" " + CONTROL + " 4 3 0 -\n");
            sent.append("size ").append(tag).append(" 1500 3 -\n");
            sent.append("burst ").append(tag).append(" 0\n");
            sent.append("tcp ").append(tag).append(" " + TCP + " ok\n");
            if (Mesh.neighbours(names, name).contains(peer)) {
                sent.append("short ").append(tag).append(" 200 200 0 0 0\n");
            }
            for (String sequence : List.of("0", "1", "2", "3", "f", "v")) {
                heard.append(datagram(PORT, peer, sequence));
            }
            heard.append(datagram(CONTROL, peer, "0")).append(datagram(CONTROL, peer, "s1500"));
        }
        String ready = "root 1\ntool python\nudp " + PORT + " ready\ntcp " + TCP + " ready\ncontrol " + CONTROL
                + " ready\ncontrol-tcp " + CONTROL + " ready\nsniff no\nlistening\n";
        return List.of(
                HealthyHost.frame(ListenReport.REQUEST, ready),
                HealthyHost.frame(SendReport.REQUEST, sent.append("sent\n").toString()),
                HealthyHost.frame(ReceiveReport.REQUEST, heard.append("heard\n").toString()));
    }

    private static String datagram(int port, String from, String sequence) {
        return "udp " + port + " " + address(from) + " 64 " + HostTag.of(from) + " " + sequence + "\n";
    }
}
