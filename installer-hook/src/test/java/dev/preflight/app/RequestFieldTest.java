package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fields that the reader knows are those of the schema, and docs/hook.md has all of them. */
class RequestFieldTest {
    private static final Path SCHEMA = Path.of("src/main/resources/dev/preflight/schema/hook-request-1.schema.json");

    private static List<String> keys(Fields.Field... fields) {
        return Arrays.stream(fields).map(Fields.Field::key).toList();
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(SCHEMA.toFile());
    }

    @Test
    void theSchemaHasTheFieldsOfARequest() throws IOException {
        assertThat(schema().get("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(keys(RequestField.values()));
    }

    @Test
    void theSchemaHasTheFieldsOfAHost() throws IOException {
        assertThat(schema().at("/$defs/host/properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(keys(HostField.values()));
    }

    @Test
    void thePageHasEveryField() throws IOException {
        String page = Files.readString(Path.of("../docs/hook.md"));
        assertThat(Stream.concat(keys(RequestField.values()).stream(), keys(HostField.values()).stream()))
                .allMatch(key -> page.contains("`" + key + "`"));
    }
}
