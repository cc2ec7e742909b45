package dev.preflight.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.rule.RuleLanguages;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that ships, beside other versions of its libraries. */
class ShadedJarIT {
    private static final List<String> OTHERS = List.of(
            "com/google/common/collect/ImmutableList.class",
            "com/google/common/base/Preconditions.class",
            "com/google/protobuf/Message.class",
            "com/google/protobuf/ByteString.class",
            "org/antlr/v4/runtime/Parser.class",
            "org/threeten/extra/AmountFormats.class",
            "dev/cel/common/CelOptions.class");

    private static Path jar;

    @TempDir
    private Path folder;

    @BeforeAll
    static void jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            jar = files.filter(file -> file.getFileName().toString().matches("rules-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void everyClassIsBelowOurOwnName() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(Object::toString))
                    .contains("META-INF/NOTICE", "META-INF/LICENSE")
                    .contains("META-INF/services/dev.preflight.define.rule.RuleLanguage")
                    .noneMatch(name -> name.startsWith("META-INF/services/java."))
                    .filteredOn(name -> !name.endsWith("/") && !name.startsWith("META-INF/"))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("dev/preflight/rules/"));
        }
    }

    @Test
    void itDoesTheSameAndLoadsNoOtherLibraryOfItsNames() throws Exception {
        for (String other : OTHERS) {
            Path file = folder.resolve("others").resolve(other);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "a class of another version, which cannot be loaded");
        }
        OwnJvm run = OwnJvm.run(folder, path(folder.resolve("others"), jar, tests(), core(), re2j(), jspecify()));
        assertThat(run.printed()).isEqualTo(Sample.lines());
        assertThat(run.classesOf("com.google.common.", "com.google.protobuf.", "org.antlr.", "dev.cel.", "cel."))
                .isEmpty();
        assertThat(run.classesOf("dev.preflight.rules.lib.dev.cel.")).isNotEmpty();
    }

    private static String path(Path... parts) {
        return Stream.of(parts).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Only what the sample needs of our own tests: beside them are the classes that the jar has under other names. */
    private Path tests() throws IOException {
        Path own = folder.resolve("tests");
        Path there = Path.of("target/test-classes/dev/preflight/rules");
        try (Stream<Path> files = Files.list(there)) {
            for (Path file : files.filter(one -> one.getFileName().toString().matches("(Sample|Ruled).*"))
                    .toList()) {
                Path copy = own.resolve("dev/preflight/rules").resolve(file.getFileName());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return own;
    }

    private static Path core() throws URISyntaxException {
        return home(RuleLanguages.class);
    }

    private static Path re2j() throws URISyntaxException {
        return home(com.google.re2j.Pattern.class);
    }

    private static Path jspecify() throws URISyntaxException {
        return home(NullMarked.class);
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
