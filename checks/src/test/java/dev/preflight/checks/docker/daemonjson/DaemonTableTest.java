package dev.preflight.checks.docker.daemonjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.DockerVersion;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.table.DataTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of keys is read strictly, and holds what it has to hold. */
final class DaemonTableTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {key: a, type: text}                                        | source: say where
            {key: a, type: text, sinse: '20.10', source: s}             | did you mean 'since'?
            {key: a, type: texst, source: s}                            | did you mean 'text'?
            {key: a, type: text, since: soon, source: s}                | since: expected a release
            {key: a, type: text, until: x, source: s}                   | until: expected a release
            {key: a, type: text, source: s, values: [{}]}               | format: say what the value has to be
            {key: a, type: text, source: s, values: [{format: adress}]} | did you mean 'address'?
            {key: a, type: text, source: s, values: [{format: address, validated: x}]} | expected a release
            {key: a, type: text, source: s, values: [{format: address, effect: stops}]} | refuses
            {key: a, type: text, source: s, relations: [{value: b}]}    | say what it needs
            {key: a, type: text, source: s, relations: [{needs: [b], excludes: [c]}]} | say what it needs
            {key: a, type: object, source: s, fields: [b]}              | expected a path and a type
            {key: a, type: object, source: s, fields: [b thing]}        | expected a path and a type
            """)
    void whatIsWrongInARowIsSaid(String row, String expected) {
        Problems problems = new Problems();
        DataTable.parse("t.yaml", "- " + row + "\n", "table", DaemonKey.class, problems);
        assertThat(problems.all().stream().map(Problem::toString))
                .singleElement()
                .asString()
                .startsWith("t.yaml:1:")
                .contains(expected);
    }

    @Test
    void everyNameInTheTableIsAKeyOfIt() {
        Stream<String> named = DaemonKey.SHIPPED.stream()
                .flatMap(row -> Stream.of(
                                row.relations().stream()
                                        .flatMap(one -> Stream.concat(one.needs().stream(), one.excludes().stream())),
                                row.values().stream()
                                        .flatMap(one -> Stream.concat(one.when().stream(), Stream.of(one.inside()))),
                                Stream.of(row.instead()))
                        .flatMap(one -> one));
        assertThat(named.filter(name -> !name.isEmpty() && !name.equals(DaemonRelation.SWARM))
                        .map(name -> name.replaceFirst("=.*", ""))
                        .map(name -> name.startsWith("proxies.") ? "proxies" : name))
                .allMatch(name -> DaemonKey.find(name).isPresent());
        assertThat(DriverOption.SHIPPED)
                .extracting(DriverOption::key)
                .allMatch(key -> DaemonKey.find(key).isPresent());
    }

    /** The package of EL7 adds four keys, and the two that dockerd takes and reads nowhere are no names of its sources. */
    @Test
    void everyReleaseHasTheKeysOfItsSources() throws IOException {
        Set<String> ofEl7 = Set.of("add-registry", "block-registry", "signature-verification", "enable-secrets");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                DaemonTableTest.class.getResourceAsStream("docker-daemon-json/engines/keys.txt"), UTF_8))) {
            List<String> releases =
                    in.lines().filter(line -> !line.startsWith("#")).toList();
            assertThat(releases).hasSize(6);
            for (String line : releases) {
                List<String> words = List.of(line.split(" "));
                DockerVersion release = DockerVersion.parse(words.get(0)).orElseThrow();
                List<String> keys = DaemonKey.applied(release).stream()
                        .filter(key -> !ofEl7.contains(key))
                        .toList();
                assertThat(keys).as(words.get(0)).containsExactlyInAnyOrderElementsOf(words.subList(1, words.size()));
            }
        }
    }

    @Test
    void keysBeginAndEndAtTheirReleases() {
        for (DaemonKey row : DaemonKey.SHIPPED) {
            for (String cell : List.of(row.since(), row.until())) {
                DockerVersion.parse(cell).ifPresent(release -> {
                    int minor = release.minor();
                    DockerVersion before = minor > 0
                            ? new DockerVersion(release.major(), minor - 1)
                            : new DockerVersion(release.major() - 1, 99);
                    DockerVersion behind = new DockerVersion(release.major(), minor + 1);
                    boolean since = cell.equals(row.since());
                    assertThat(row.knownTo(before)).as(row.key()).isNotEqualTo(since);
                    assertThat(row.knownTo(release)).as(row.key()).isEqualTo(since);
                    assertThat(row.knownTo(behind)).as(row.key()).isEqualTo(since);
                });
            }
        }
    }

    /** Where the release of dockerd is unknown, only the rules of the releases in this list are applied. */
    @Test
    void everyReleaseThatEitherTableNamesIsATurn() {
        List<DaemonKey> keys = rows(DaemonKey.class, """
                - {key: a, type: text, since: '30.1', until: '30.9', untyped: '30.2', source: s, \
                  values: [{format: address, since: '30.3', until: '30.4'}], relations: [{needs: [b], since: '30.5'}]}
                """);
        List<DriverOption> options = rows(DriverOption.class, """
                - {key: log-opts, driver: local, options: [a], since: '30.6', until: '30.8', source: s, \
                  values: [{format: size, since: '30.7'}]}
                """);
        assertThat(DaemonKey.turns(keys, options))
                .extracting(DockerVersion::toString)
                .containsExactly("30.1", "30.2", "30.3", "30.4", "30.5", "30.6", "30.7", "30.8", "30.9");
        assertThat(DaemonKey.turns()).isEqualTo(DaemonKey.turns(DaemonKey.SHIPPED, DriverOption.SHIPPED));
    }

    private static <T extends Record> List<T> rows(Class<T> type, String table) {
        Problems problems = new Problems();
        Optional<List<T>> rows = DataTable.parse("t.yaml", table, "table", type, problems);
        assertThat(problems.all()).isEmpty();
        return rows.orElseThrow();
    }
}
