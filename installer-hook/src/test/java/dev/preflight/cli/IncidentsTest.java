package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of incidents names checks that exist, tests that exist, and one of the three ways of proof in each row. */
class IncidentsTest {
    private static final Path PAGE = Path.of("..", "docs", "incidents.md");
    private static final Pattern WORD = Pattern.compile("`([A-Za-z0-9-]+)`");

    /** Columns: incident, checks, proof, tests. */
    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| incident"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .toList();
    }

    private static List<String> words(String cell) {
        return WORD.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
    }

    @Test
    void everyRowNamesChecksThatExistAndTestsThatDo() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*(IT|Test)\\.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(rows()).hasSizeGreaterThan(20).allSatisfy(row -> {
            assertThat(row).hasSize(5);
            assertThat(row[3]).isIn("real host", "recorded evidence", "not yet");
            if (row[3].equals("not yet")) {
                assertThat(words(row[2]) + row[4]).isEqualTo("[]-");
            } else {
                assertThat(words(row[2]))
                        .isNotEmpty()
                        .allMatch(id -> Catalogue.load().find(id).isPresent());
                assertThat(words(row[4])).isNotEmpty().allMatch(tests::contains);
            }
        });
    }
}
