package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.LinkFacts;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

    private static final int LINE = 64 * 1024;

    private static final int LONGEST_LINE = 200;

    private static final int MOST_LINES = 12;

    private static final SortedMap<String, Fact<?>> ALL = all();

    private static SortedMap<String, Fact<?>> all() {
        SortedMap<String, Fact<?>> facts = Probes.facts();
        LinkFacts.EXCHANGED.forEach(request -> facts.putIfAbsent(request.fact().id(), request.fact()));
        return facts;
    }

    static Collection<Fact<?>> facts() {
        return ALL.values();
    }

    private static List<byte[]> seeds(String id) {
        return Corpus.files(FIXTURES, file -> {
            String name = file.getFileName().toString();
            boolean recorded = file.getParent().endsWith(id);
            return name.endsWith(".out") && (name.startsWith(id + "@") || name.equals(id + ".out") || recorded);
        });
    }

    private static String[] words(Fact<?> fact) {
        return Stream.of(fact.script().split("[^A-Za-z0-9_@./:=-]+"))
                .filter(word -> !word.isEmpty() && word.length() <= LONGEST_WORD)
                .distinct()
                .toArray(String[]::new);
    }

    /**
     * Answers in which one line is 64 KB long: up to a blank it is the line of a fixture, then one filler is repeated, then
     * comes the rest of the line and what no pattern expects. One line is taken of those that differ in digits only.
     */
    private static List<byte[]> bombs(List<byte[]> seeds) {
        Map<String, byte[]> lines = new LinkedHashMap<>();
        for (byte[] seed : seeds) {
            new String(seed, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank() && line.length() <= LONGEST_LINE)
                    .forEach(line -> lines.putIfAbsent(line.replaceAll("[0-9a-f]+", "0"), seed));
        }
        List<byte[]> bombs = new ArrayList<>();
        lines.entrySet().stream().limit(MOST_LINES).forEach(entry -> {
            String all = new String(entry.getValue(), StandardCharsets.ISO_8859_1);
            String line = all.lines()
                    .filter(one -> one.replaceAll("[0-9a-f]+", "0").equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow();
            for (String filler : List.of(" ", "1", "a", ",", line)) {
                int blank = filler.equals(line) ? line.length() : line.indexOf(' ', 1) + 1;
                String longLine = line.substring(0, blank) + filler.repeat(LINE / filler.length()) + "\r! "
                        + line.substring(blank);
                bombs.add(all.replace(line, longLine.substring(0, Math.min(LINE, longLine.length())) + "\u0085!")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        return bombs;
    }

    private static void parse(Fact<?> fact, ProbeOutput output) throws FactFormatException {
        assertThat(fact.parser().parse(output)).isNotNull();
    }

    @Test
    void everyProbeOfThisModuleBelongsToAFactThatIsTried() {
        assertThat(Probes.ids()).isNotEmpty().isSubsetOf(ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("facts")
    void anyOutputIsAFactOrAbsentOrMalformed(Fact<?> fact) {
        List<byte[]> seeds = seeds(fact.id());
        Fuzz.of("fact-" + fact.id())
                .inputs(7_000)
                .mayThrow(FactFormatException.class)
                .seeds(seeds)
                .also(bombs(seeds))
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
