package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.LinkFacts;
import dev.preflight.checks.FixtureRequests;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.host.HostIdentity;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser of every fact that any check of the catalogue asks for. */
@Tag(Fuzz.TAG)
class FactParsersFuzzTest {
    private static final Path FIXTURES = Path.of("src/test/resources/dev/preflight/checks");

    /** Fixtures say so little of these that the words of their probe must do. */
    private static final int LONGEST_WORD = 40;

    private static final SortedMap<String, Fact<?>> ALL = all();

    private static SortedMap<String, Fact<?>> all() {
        SortedMap<String, Fact<?>> facts = new TreeMap<>();
        List<FactRequest<?>> requests = new ArrayList<>(LinkFacts.EXCHANGED);
        requests.add(HostIdentity.REQUEST);
        Catalogue.load().checks().values().forEach(check -> requests.addAll(FixtureRequests.of(check)));
        requests.forEach(request -> facts.putIfAbsent(request.fact().id(), request.fact()));
        return facts;
    }

    static Collection<Fact<?>> facts() {
        return ALL.values();
    }

    private static List<byte[]> seeds(String id) {
        return Corpus.files(FIXTURES, file -> {
            String name = file.getFileName().toString();
            boolean recorded = file.getParent().endsWith("fact/" + id);
            return name.endsWith(".out") && (name.startsWith(id + "@") || name.equals(id + ".out") || recorded);
        });
    }

    private static String[] words(Fact<?> fact) {
        return Stream.of(fact.script().split("[^A-Za-z0-9_@./:=-]+"))
                .filter(word -> !word.isEmpty() && word.length() <= LONGEST_WORD)
                .distinct()
                .toArray(String[]::new);
    }

    private static void parse(Fact<?> fact, ProbeOutput output) throws FactFormatException {
        assertThat(fact.parser().parse(output)).isNotNull();
    }

    @Test
    void everyProbeOfThisModuleBelongsToAFactThatIsTried() throws IOException {
        Path probes = Path.of("src/main/resources/dev/preflight/checks/fact");
        try (Stream<Path> files = Files.list(probes)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".sh"))
                            .map(name -> name.substring(0, name.length() - 3)))
                    .isNotEmpty()
                    .isSubsetOf(ALL.keySet());
        }
    }

    @ParameterizedTest
    @MethodSource("facts")
    void anyOutputIsAFactOrAbsentOrMalformed(Fact<?> fact) {
        Fuzz.of("fact-" + fact.id())
                .inputs(7_000)
                .mayThrow(FactFormatException.class)
                .seeds(seeds(fact.id()))
                .words(words(fact))
                .run(input -> {
                    FactFormatException malformed = null;
                    for (int status : new int[] {0, 1, 127}) {
                        byte[] err = status == 1 ? input : new byte[0];
                        try {
                            parse(fact, new ProbeOutput(input, err, status));
                        } catch (FactFormatException e) {
                            malformed = e;
                        }
                    }
                    if (malformed != null) {
                        throw malformed;
                    }
                });
    }
}
