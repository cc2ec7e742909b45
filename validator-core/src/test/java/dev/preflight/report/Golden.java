package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected pages, as files. {@code -Dgolden.update=true} writes them anew: look at the difference before it is kept. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/preflight/report");

    private Golden() {}

    static void assertSame(String file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(FOLDER.resolve(file), actual);
            }
            assertThat(actual).isEqualTo(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
