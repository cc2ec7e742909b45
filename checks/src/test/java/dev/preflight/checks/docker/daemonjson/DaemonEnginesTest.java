package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.checks.fact.DockerVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of keys against real engines. {@code lab/engines} gave each value of {@code values.txt} to the engines of four
 * Debian releases and wrote down whether dockerd started and, if not, its first error.
 */
final class DaemonEnginesTest {
    private static final String FOLDER = "docker-daemon-json/engines/";

    /** Codes of what dockerd starts with: no container does then, or what stands behind the object counts for nothing. */
    private static final Set<String> STARTS_ANYWAY =
            Set.of("log-opt-value", "log-opt-compress", "no-container", "trailing-text");

    /** Names that are there on the engines' hosts, or not, as the probe would tell. */
    private static final Map<String, Boolean> ACCOUNTS = Map.ofEntries(
            Map.entry("group docker", true),
            Map.entry("group root", true),
            Map.entry("group nogroupofthis", false),
            Map.entry("user root", true),
            Map.entry("user subbed", true),
            Map.entry("user subbed:subbed", true),
            Map.entry("user default:nosuchgroup", true),
            Map.entry("user dockremap", false),
            Map.entry("user nosuchuser", false),
            Map.entry("user a:b:c", false),
            Map.entry("user 4711", false),
            Map.entry("user daemon", false),
            Map.entry("user 65534", false));

    private static final List<String> VERSIONS = List.of("20.10.5", "20.10.24", "26.1.5", "28.5.2");

    private record Line(String outcome, String value, String error) {}

    @ParameterizedTest
    @ValueSource(strings = {"20.10.5", "20.10.24", "26.1.5", "28.5.2"})
    void whatTheEngineRefusesFailsAndWhatItStartsWithDoesNot(String version) {
        List<String> wrong = new ArrayList<>();
        for (Line line : lines(version + ".txt")) {
            if (byTheHostAlone(line)) {
                continue;
            }
            List<Judgement> fails = judged(line.value(), version).stream()
                    .filter(one -> one.outcome() == Outcome.FAIL)
                    .filter(one -> line.outcome().equals("refused") || !STARTS_ANYWAY.contains(one.code()))
                    .toList();
            if (fails.isEmpty() == line.outcome().equals("refused")) {
                wrong.add(line.outcome() + " " + line.value() + "  " + line.error() + "  "
                        + fails.stream().map(Judgement::code).toList());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What no look at the file can tell: files and addresses of the host, its file system, how its engine was built. */
    private static final Pattern OF_THE_HOST =
            Pattern.compile("no such file or directory|not a directory|is a directory"
                    + "|points to a file|cannot assign requested address|no sockets found via socket activation"
                    + "|must be created manually|wrong filesystem|enabled quotas|only supported for backing"
                    + "|\"(aufs|devicemapper|fuse-overlayfs|zfs|btrfs)\".*driver not supported|\"gcplogs\" not found"
                    + "|DefaultGatewayIPv4:172.17.0.1|DefaultGatewayIPv4:10.99.0.1|ROOTLESSKIT_STATE_DIR");

    /** Values deep inside of an object that few write and the table does not look at. */
    private static final Set<String> KNOWN_GAPS = Set.of(
            "builder {\"builder\": {\"gc\": {\"policy\": [{\"filter\": [\"bad\"]}]}}}",
            "builder {\"builder\": {\"gc\": {\"defaultKeepStorage\": \"big\"}}}");

    @Test
    void everyKeyWasGivenThreeGoodAndThreeBadValues() {
        Map<String, Set<String>> good = new TreeMap<>();
        Map<String, Set<String>> bad = new TreeMap<>();
        for (String version : VERSIONS) {
            for (Line line : lines(version + ".txt")) {
                String key = line.value().substring(0, line.value().indexOf(' '));
                (line.outcome().equals("started") ? good : bad)
                        .computeIfAbsent(key, none -> new TreeSet<>())
                        .add(line.value());
            }
        }
        for (DaemonKey row : DaemonKey.SHIPPED) {
            boolean known = VERSIONS.stream()
                    .map(DockerVersion::parse)
                    .flatMap(Optional::stream)
                    .anyMatch(row::knownTo);
            // This one takes no value without two files of the host.
            boolean byFiles = row.key().equals("tlsverify");
            if (known && !row.ignored() && !byFiles) {
                assertThat(good.getOrDefault(row.key(), Set.of())).as(row.key()).hasSizeGreaterThanOrEqualTo(3);
                assertThat(bad.getOrDefault(row.key(), Set.of())).as(row.key()).hasSizeGreaterThanOrEqualTo(3);
            }
        }
    }

    @Test
    void allEnginesWereGivenTheValuesThatStandInTheFile() {
        List<String> values =
                text("values.txt").filter(line -> !line.startsWith("#")).toList();
        for (String version : VERSIONS) {
            assertThat(lines(version + ".txt")).extracting(Line::value).isEqualTo(values);
        }
    }

    private static boolean byTheHostAlone(Line line) {
        return line.outcome().equals("silent")
                || KNOWN_GAPS.contains(line.value())
                || (line.outcome().equals("refused")
                        && OF_THE_HOST
                                .matcher(line.value() + " " + line.error())
                                .find());
    }

    private static List<Judgement> judged(String value, String version) {
        String words = value.startsWith("text ") ? "text " : value.substring(0, value.indexOf('{'));
        DaemonJson host = DaemonJson.holding(value.substring(words.length())).version(version);
        List<String> flags = new ArrayList<>(List.of("/usr/bin/dockerd"));
        boolean inSwarm = false;
        for (String word : words.strip().split(" ")) {
            inSwarm |= word.equals("+swarm");
            if (word.startsWith("-") || word.startsWith("unix:")) {
                flags.add(word);
            }
        }
        return host.started(String.join(" ", flags))
                .engine(Optional.of(inSwarm), List.of(), ACCOUNTS)
                .judged();
    }

    private static List<Line> lines(String file) {
        return text(file)
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new Line(cells[0], cells[1], cells.length > 2 ? cells[2] : ""))
                .toList();
    }

    private static Stream<String> text(String file) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                DaemonEnginesTest.class.getResourceAsStream(FOLDER + file), StandardCharsets.UTF_8))) {
            return in.lines().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
