package dev.preflight.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A run of {@link Sample} in a JVM of its own, and which classes it loaded. */
record OwnJvm(List<String> printed, List<String> classes) {
    static OwnJvm run(Path folder, String classPath, String... arguments) throws IOException, InterruptedException {
        Path loaded = folder.resolve("classes.txt");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Xlog:class+load:file=" + loaded + ":none",
                "-cp",
                classPath,
                Sample.class.getName()));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (status != 0) {
            throw new AssertionError(printed);
        }
        return new OwnJvm(printed.lines().toList(), Files.readAllLines(loaded, StandardCharsets.UTF_8));
    }

    /** Those whose name begins with one of these. */
    List<String> classesOf(String... names) {
        return classes.stream()
                .filter(name -> Stream.of(names).anyMatch(name::startsWith))
                .toList();
    }
}
