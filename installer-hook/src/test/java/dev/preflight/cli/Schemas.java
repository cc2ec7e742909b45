package dev.preflight.cli;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas that are published, and what they say of a text. */
public final class Schemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(
                    mappers -> mappers.mapPrefix("https://preflight.dev/schema/", "classpath:dev/preflight/schema/")));

    private static final Map<String, JsonSchema> READ = new ConcurrentHashMap<>();

    private Schemas() {}

    /** What this schema finds wrong with a text. */
    public static List<String> problems(String schema, String json) {
        JsonSchema found = READ.computeIfAbsent(
                schema, name -> FACTORY.getSchema(SchemaLocation.of("https://preflight.dev/schema/" + name)));
        return found.validate(json, InputFormat.JSON).stream()
                .map(ValidationMessage::toString)
                .toList();
    }
}
