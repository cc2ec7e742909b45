package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A step of the build and no test: has the launcher of the distribution make its archive of classes. */
class ClassArchive {
    @Test
    void make() throws IOException, InterruptedException {
        Command made = Launcher.call(Path.of("/"), Launcher.DIST.resolve("bin/preflight"), "--make-class-archive");
        assertThat(made.exit()).as(made.err()).isZero();
    }
}
