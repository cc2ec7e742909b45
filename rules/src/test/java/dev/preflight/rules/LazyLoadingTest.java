package dev.preflight.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LazyLoadingTest {
    private static final String[] LIBRARY = {"dev.cel.", "com.google.common.", "com.google.protobuf.", "org.antlr."};

    @TempDir
    private Path folder;

    @Test
    void findingTheLanguageLoadsNothingOfTheLibrary() throws IOException, InterruptedException {
        OwnJvm run = OwnJvm.run(folder, System.getProperty("java.class.path"), "find");
        assertThat(run.printed()).containsExactly("true");
        assertThat(run.classesOf("dev.preflight.rules.CelRuleLanguage")).isNotEmpty();
        assertThat(run.classesOf(LIBRARY)).isEmpty();
    }

    @Test
    void theFirstRuleLoadsIt() throws IOException, InterruptedException {
        OwnJvm run = OwnJvm.run(folder, System.getProperty("java.class.path"));
        assertThat(run.printed()).isEqualTo(Sample.lines());
        assertThat(run.classesOf("dev.cel.")).isNotEmpty();
    }
}
