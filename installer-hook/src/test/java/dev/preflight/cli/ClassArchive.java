package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A step of the build and no test: has the launcher of the distribution make its archive of classes. */
class ClassArchive {
    @Test
    void make() throws IOException, InterruptedException {
        Command made = Launcher.call(Path.of("/"), Launcher.DIST.resolve("bin/preflight"), "--make-class-archive");
        if (made.exit() != 0) {
            // Some JVMs make none, and without one the distribution is slower and no less complete.
            System.err.print(made.err());
        }
    }
}
