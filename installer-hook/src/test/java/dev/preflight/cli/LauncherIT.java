package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher and the distribution, as they were built. */
class LauncherIT {
    @TempDir
    private Path folder;

    private Path launcher;

    @BeforeEach
    void copy() throws IOException {
        launcher = Files.createDirectories(folder.resolve("dist/bin")).resolve("preflight");
        Files.copy(Launcher.DIST.resolve("bin/preflight"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(folder.resolve("dist/lib"), Launcher.DIST.resolve("lib"));
    }

    @Test
    void theDistributionRunsFromAnywhereAndSaysNothingOfItsOwn() throws IOException, InterruptedException {
        Command run = Launcher.call(Path.of("/"), launcher, "run", "--only", "umask-effective");
        assertThat(run.exit()).isIn(0, 1);
        assertThat(run.out()).contains("profile container-host");
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("[1/1] localhost: "));
    }

    @Test
    void theLanguageOfRulesIsThereUnderOurNameAndNotLoaded() throws IOException, InterruptedException {
        try (Stream<Path> jars = Files.list(Launcher.DIST.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("rules-"))
                    .noneMatch(name -> name.matches("(guava|protobuf|antlr|compiler|runtime|threeten).*"));
        }
        assertThat(loaded(launcher, "checks"))
                .anyMatch(name -> name.startsWith("dev.preflight.api."))
                .noneMatch(name -> name.startsWith("dev.preflight.rules."));
    }

    /** The numbers are a quarter above those of Java 17 and 25: what takes a library more goes far beyond. */
    @ParameterizedTest
    @CsvSource({
        "--help, 1200, picocli.|org.yaml.|com.jcraft.|com.fasterxml.|com.google.re2j.|oshi.|java.util.logging.",
        "-V, 1950, org.yaml.|com.jcraft.|com.fasterxml.|com.google.re2j.|oshi.|dev.preflight.checks.",
        "checks, 2500, org.yaml.|com.jcraft.|com.fasterxml.|oshi.|dev.preflight.rules.",
        "lint linux-base, 3150, com.jcraft.|com.fasterxml.|oshi.|dev.preflight.rules.|dev.preflight.transport."
    })
    void noCommandLoadsWhatItDoesNotNeed(String command, int most, String unneeded)
            throws IOException, InterruptedException {
        List<String> classes = loaded(launcher, command.split(" "));
        assertThat(classes)
                .noneMatch(name -> Stream.of(unneeded.split("\\|")).anyMatch(name::startsWith))
                .hasSizeLessThan(most);
    }

    @Test
    void theLauncherTellsTheVersionWithoutJava() throws IOException, InterruptedException {
        Path home = java("17.0.1", "exit 99");
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "--version");
        process.environment().put("JAVA_HOME", home.toString());
        assertThat(Launcher.call(process).exit()).isZero();
    }

    @Test
    void theArchiveOfClassesIsUsedWhereItWasMade() throws IOException, InterruptedException {
        Path own = installed("own");
        assertThat(archived(own)).isZero();
        assertThat(make(own).exit()).isZero();
        assertThat(archived(own)).isPositive();
        assertThat(checks(own)).isEqualTo(checks(launcher));
    }

    @Test
    void anArchiveThatIsCutShortIsPassedOver() throws IOException, InterruptedException {
        Path own = installed("own");
        assertThat(make(own).exit()).isZero();
        Path archive = archive(own);
        assertThat(archive.toFile().setWritable(true)).isTrue();
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertThat(archived(own)).isZero();
        assertThat(checks(own)).isEqualTo(checks(launcher));
        Files.delete(archive);
        assertThat(checks(own)).isEqualTo(checks(launcher));
    }

    /** The note beside it is right, so that Java itself has to see what is wrong, and to be silent. */
    @Test
    void anArchiveOfSomethingElseIsPassedOver() throws IOException, InterruptedException {
        Path own = installed("own");
        assertThat(make(own).exit()).isZero();
        Path archive = archive(own);
        long size = Files.size(archive);
        Files.setLastModifiedTime(own.resolveSibling("../lib/" + jar("checks-")), FileTime.fromMillis(0));
        assertThat(archived(own)).isZero();
        assertThat(checks(own)).isEqualTo(checks(launcher));
        Files.delete(archive);
        Files.write(archive, new byte[Math.toIntExact(size)]);
        assertThat(archived(own)).isZero();
        assertThat(checks(own)).isEqualTo(checks(launcher));
    }

    @Test
    void anArchiveThatWasMovedIsPassedOver() throws IOException, InterruptedException {
        Path own = installed("own");
        assertThat(make(own).exit()).isZero();
        Path moved = Files.move(folder.resolve("own"), folder.resolve("moved")).resolve("bin/preflight");
        assertThat(archived(moved)).isZero();
        assertThat(checks(moved)).isEqualTo(checks(launcher));
        assertThat(make(moved).exit()).isZero();
        assertThat(archived(moved)).isPositive();
    }

    @Test
    void optionsOfTheUserForJavaCount() throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "checks");
        process.environment().put("PREFLIGHT_JAVA_OPTS", "-Xshare:off -Xlog:class+load:stderr");
        Command run = Launcher.call(process);
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("dev.preflight.").doesNotContain("shared objects file");
    }

    /** A Java that does not start ends with 1, which would say that a host is blocked. */
    @ParameterizedTest
    @CsvSource({"JAVA_TOOL_OPTIONS, -XX:+UseG1GC", "PREFLIGHT_JAVA_OPTS, -XX:+UseParallelGC", "_JAVA_OPTIONS, -Xmx12m"})
    void anotherCollectorOrASmallHeapOfTheUserDoesNotKeepJavaFromStarting(String variable, String options)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "checks");
        process.environment().put(variable, options);
        Command run = Launcher.call(process);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("umask-effective");
    }

    /** A distribution of its own, with jars that may be changed. */
    private Path installed(String name) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
        try (Stream<Path> jars = Files.list(Launcher.DIST.resolve("lib"))) {
            for (Path jar : jars.filter(one -> one.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createSymbolicLink(folder.resolve(name).resolve("rehearsal"), Launcher.DIST.resolve("rehearsal"));
        return Files.copy(
                Launcher.DIST.resolve("bin/preflight"), bin.resolve("preflight"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String jar(String start) throws IOException {
        try (Stream<Path> jars = Files.list(Launcher.DIST.resolve("lib"))) {
            return jars.map(one -> one.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Command make(Path its) throws IOException, InterruptedException {
        return Launcher.call(Path.of("/"), its, "--make-class-archive");
    }

    private static Path archive(Path its) throws IOException {
        try (Stream<Path> files = Files.list(its.resolveSibling("../archive"))) {
            return files.filter(one -> one.toString().endsWith(".jsa"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Command checks(Path its) throws IOException, InterruptedException {
        Command run = Launcher.call(Path.of("/"), its, "checks");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).isEmpty();
        return run;
    }

    /** How many of our classes came from an archive. */
    private long archived(Path its) throws IOException, InterruptedException {
        return loaded(its, "checks").stream()
                .filter(line -> line.startsWith("dev.preflight.") && line.contains("shared objects file"))
                .count();
    }

    /** The classes that a call loaded, each with where it came from. */
    private List<String> loaded(Path its, String... args) throws IOException, InterruptedException {
        Path log = folder.resolve("loaded.txt");
        List<String> command = new ArrayList<>(List.of(its.toString()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log + ":none");
        assertThat(Launcher.call(process).exit()).isZero();
        return Files.readAllLines(log);
    }

    @Test
    void theVersionOfTheLauncherIsThatOfTheJar() throws IOException, InterruptedException {
        assertThat(Launcher.call(folder, launcher, "--version")).isEqualTo(Launcher.call(folder, launcher, "-V"));
    }

    @Test
    void aLinkToTheLauncherWorks() throws IOException, InterruptedException {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));
        assertThat(Launcher.call(folder, relative, "--version").out()).startsWith("preflight ");
        assertThat(Launcher.call(Path.of("/"), absolute, "--version").exit()).isZero();
    }

    @Test
    void theExitCodeIsThatOfTheCommand() throws IOException, InterruptedException {
        assertThat(Launcher.call(folder, launcher, "run", "-p", "none").exit()).isEqualTo(2);
        assertThat(Launcher.call(folder, launcher, "run", "--host", "a.invalid").exit())
                .isEqualTo(3);
    }

    @Test
    void outputThatIsLostEndsWith70() throws IOException, InterruptedException {
        for (String redirection : List.of(">&-", ">/dev/full", ">&- <&-")) {
            for (String what : List.of("checks", "--version", "--help")) {
                String call = "exec \"$1\" " + what + " " + redirection;
                Command lost = Launcher.call(new ProcessBuilder("sh", "-c", call, "sh", launcher.toString()));
                assertThat(lost.exit()).as(call).isEqualTo(70);
                assertThat(lost.err()).startsWith("error: standard output was not written: ");
            }
        }
        Command silent =
                Launcher.call(new ProcessBuilder("sh", "-c", "exec \"$1\" checks 2>&-", "sh", launcher.toString()));
        assertThat(silent.exit()).isZero();
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "--version");
        process.environment().put("JAVA_HOME", "/nowhere");
        Command run = Launcher.call(process);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("JAVA_HOME is /nowhere");
    }

    @Test
    void anOldJavaIsRefused() throws IOException, InterruptedException {
        Path home = java("11.0.2", "");
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "--version");
        process.environment().put("JAVA_HOME", home.toString());
        Command run = Launcher.call(process);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("Java 11.0.2", "needs 17 or newer");
    }

    @Test
    void theWidthOfTheTerminalReachesTheReport() throws IOException, InterruptedException {
        assumeThat(tool("script")).as("script (Debian: bsdutils) is there").isTrue();
        Path home = java("17.0.1", "echo \"width <$COLUMNS>\"");
        Command wide = Launcher.call(new ProcessBuilder(
                "script", "-qec", "stty cols 61; JAVA_HOME='" + home + "' '" + launcher + "' checks", "/dev/null"));
        assertThat(wide.out()).contains("width <61>");
    }

    @Test
    void theWidthOfTheTerminalReachesTheErrorsOfAPipe() throws IOException, InterruptedException {
        assumeThat(tool("script")).as("script (Debian: bsdutils) is there").isTrue();
        Path home = java("17.0.1", "echo \"width <$COLUMNS>\"");
        Command wide = Launcher.call(new ProcessBuilder(
                "script",
                "-qec",
                "stty cols 61; JAVA_HOME='" + home + "' '" + launcher + "' checks | cat",
                "/dev/null"));
        assertThat(wide.out()).contains("width <61>");
    }

    private static boolean tool(String name) throws IOException, InterruptedException {
        return Launcher.call(new ProcessBuilder("sh", "-c", "command -v " + name))
                        .exit()
                == 0;
    }

    /** A home of Java, whose program is these lines of sh. */
    private Path java(String version, String lines) throws IOException {
        Path home = folder.resolve("java-" + version);
        Files.createDirectories(home.resolve("bin"));
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\n" + lines + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
