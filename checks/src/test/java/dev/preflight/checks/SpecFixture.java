package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostSelector;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.engine.CheckEvaluation;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One fixture of a check's specification: its block in {@code spec.txt}, word for word, and a folder of frames that
 * holds the block's values with the framing and the healthy rest added.
 *
 * @param check the check it belongs to
 * @param name such as {@code F1}
 * @param outcome what the check must say
 * @param words what the finding must name: its code, its subject, or a value
 * @param values the lines of output that the block gives
 * @param folder where its frames lie
 */
record SpecFixture(Check<?> check, String name, String outcome, List<String> words, List<String> values, Path folder) {

    private static final Pattern HEADER = Pattern.compile("@(F\\d+) (\\S+)([^#]*)(#.*)?");

    /** Every fixture of a check. */
    static List<SpecFixture> of(Check<?> check) {
        Path folder = folder(check);
        List<SpecFixture> fixtures = new ArrayList<>();
        try {
            String header = "";
            List<String> values = new ArrayList<>();
            boolean counted = false;
            for (String line : Files.readAllLines(folder.resolve("spec.txt"))) {
                if (line.startsWith("@F")) {
                    add(check, folder, header, values, fixtures);
                    header = line;
                    values = new ArrayList<>();
                } else if (line.startsWith("$ ")) {
                    // "9 128" stands for as many containers in the frames; the check's own test counts them.
                    counted = line.endsWith("uniq -c");
                } else if (!line.isBlank() && !(counted && line.matches(" +\\d+ .*"))) {
                    values.add(line);
                }
            }
            add(check, folder, header, values, fixtures);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fixtures;
    }

    private static void add(
            Check<?> check, Path folder, String header, List<String> values, List<SpecFixture> fixtures) {
        if (header.isEmpty()) {
            return;
        }
        Matcher m = HEADER.matcher(header);
        if (!m.matches()) {
            throw new IllegalStateException("no header of a fixture: " + header);
        }
        // Behind "::" the one-line form gives a sample of the input, which the finding need not name.
        List<String> words = Stream.of(m.group(3).split("::", 2)[0].trim().split("\\s+", -1))
                .map(word -> word.substring(word.indexOf('=') + 1))
                .filter(word -> !word.isEmpty())
                .toList();
        fixtures.add(
                new SpecFixture(check, m.group(1), m.group(2), words, List.copyOf(values), folder.resolve(m.group(1))));
    }

    /** The folder of a check's fixtures, beside its class. */
    static Path folder(Check<?> check) {
        String resource = "/" + check.getClass().getPackageName().replace('.', '/') + "/"
                + check.spec().id() + "/spec.txt";
        var url = SpecFixture.class.getResource(resource);
        if (url == null) {
            throw new IllegalStateException("no fixtures " + resource);
        }
        return Path.of(url.getPath()).getParent();
    }

    /** The fixture's frames by host: of a check that looks at one host there is one. */
    SortedMap<String, HostEvidence> evidence() {
        return FixtureEvidence.hosts(folder);
    }

    /** Every frame of the fixture, of whichever host. */
    List<Frame> frames() {
        return evidence().values().stream()
                .flatMap(host -> host.lanes().get(0).frames().stream())
                .toList();
    }

    /** What the check says of the fixture. */
    List<Finding> findings() {
        return judge(check, params(), evidence());
    }

    /** What the check says of other evidence, with the fixture's parameters. */
    List<Finding> findings(SortedMap<String, HostEvidence> evidence) {
        return judge(check, params(), evidence);
    }

    /** The fixture's parameters: its {@code params.yaml} over the defaults. */
    Record params() {
        Path file = folder.resolve("params.yaml");
        try {
            return bind(check, Files.exists(file) ? Files.readString(file) : "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A check's parameters from YAML. */
    static Record bind(Check<?> check, String yaml) {
        Problems problems = new Problems();
        Node node = YamlText.parse("params.yaml", yaml, problems).orElseThrow();
        Optional<? extends Record> params = ParamBinder.parameters(
                check.spec().params(), (Node.Mapping) node, SettingValues.defaults(), "parameter", problems);
        if (!problems.none()) {
            throw new IllegalStateException(problems.all().toString());
        }
        return params.orElseThrow();
    }

    /** What a check says of evidence. */
    static List<Finding> judge(Check<?> check, Record params, SortedMap<String, HostEvidence> evidence) {
        return judgeTyped(check, params, evidence);
    }

    private static <P extends Record> List<Finding> judgeTyped(
            Check<P> check, Record params, SortedMap<String, HostEvidence> evidence) {
        P typed = check.spec().params().cast(params);
        CheckInstance<P> instance = new CheckInstance<>(
                check.spec().id(),
                check,
                typed,
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        SortedMap<String, HostFacts> facts = new TreeMap<>();
        evidence.forEach((name, host) -> facts.put(name, Readings.of(host, requests(check, typed))));
        if (check instanceof LinkCheck<P> link) {
            LinkFacts between = new LinkFacts(
                    new FleetFacts(facts),
                    link.traffic(typed).everywhere(!link.exchanges()),
                    List.copyOf(evidence.keySet()));
            return CheckEvaluation.link(instance, link, between);
        }
        return check instanceof FleetCheck<P> fleet
                ? CheckEvaluation.fleet(instance, fleet, new FleetFacts(facts))
                : CheckEvaluation.host(instance, (HostCheck<P>) check, facts.get(facts.firstKey()));
    }

    /** What a check sees of a host: of one that looks at pairs, also what the host sent and heard. */
    static <P extends Record> List<FactRequest<?>> requests(Check<P> check, P params) {
        List<FactRequest<?>> all = new ArrayList<>(check.needs(params).all());
        if (check instanceof LinkCheck<P> link && link.exchanges()) {
            all.addAll(LinkFacts.EXCHANGED);
        }
        return all;
    }

    @Override
    public String toString() {
        return check.spec().id() + " " + name;
    }
}
