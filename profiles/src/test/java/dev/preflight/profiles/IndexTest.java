package dev.preflight.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static final Path SHIPPED = Path.of("src/main/resources/dev/preflight/profiles");

    @Test
    void namesEveryProfileThatShips() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            List<String> names = files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".yaml"))
                    .map(n -> n.substring(0, n.length() - ".yaml".length()))
                    .sorted()
                    .toList();
            assertThat(names).isNotEmpty();
            assertThat(Files.readAllLines(SHIPPED.resolve("index"))).isEqualTo(names);
        }
    }

    @Test
    void everyProfileIsDescribedInChinese() throws IOException {
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(SHIPPED.resolve("descriptions_zh.properties"))) {
            texts.load(in);
        }
        assertThat(new TreeSet<>(texts.stringPropertyNames()))
                .containsExactlyElementsOf(Files.readAllLines(SHIPPED.resolve("index")));
        assertThat(texts.values()).allMatch(text -> text.toString().matches(".*\\p{IsHan}.*"));
    }
}
