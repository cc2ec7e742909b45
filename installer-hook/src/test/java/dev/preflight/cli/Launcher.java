package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls the launcher, in a process of its own. */
final class Launcher {
    /** The top of the clone; tests run in the directory of their module. */
    static final Path TOP = Path.of("").toAbsolutePath().getParent();

    /** The distribution that this build has made. */
    static final Path DIST = Path.of("target", "dist").toAbsolutePath();

    private Launcher() {}

    static Command call(Path directory, Path launcher, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        return call(new ProcessBuilder(command).directory(directory.toFile()));
    }

    static Command call(ProcessBuilder process) throws IOException, InterruptedException {
        Path out = Files.createTempFile("preflight", ".out");
        Path err = Files.createTempFile("preflight", ".err");
        try {
            int exit = process.redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Command(exit, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
