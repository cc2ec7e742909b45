package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatsTest {
    private static final Fact<Stats> FACT = Stats.fact("several");

    @TempDir
    Path folder;

    static java.util.stream.Stream<Shell> shells() {
        return Shells.all();
    }

    private static String type(Reading<Stats> stats, Path path) {
        return stats.flatMap(all -> all.at(path.toString()))
                .fold(Asking::text, missing -> missing.reason().code())
                .replaceAll("(?s).*type=([a-z]+), mode=([0-7]+),.*?(, target=.*)?}", "$1 $2$3");
    }

    private Path file(String name, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "x");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void eachPathHasAnAnswerOfItsOwn(Shell shell) throws IOException {
        Path plain = file("a file", "rw-r-----");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("at\nat x"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Path none = folder.resolve("none");
        Path under = plain.resolve("x");
        Path hidden = closed.resolve("x");
        FactRequest<Stats> request = Stats.of(
                FACT,
                java.util.stream.Stream.of(hidden, none, link, plain, closed, under)
                        .map(Path::toString)
                        .toList());
        Shell plainUser = Unprivileged.under(shell, folder);
        if (plainUser.equals(shell)) {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        }
        Reading<Stats> stats = ScriptRun.under(plainUser).run(request).reading(request);

        assertThat(type(stats, plain)).isEqualTo("file 0640");
        assertThat(type(stats, link)).isEqualTo("link 0777, target=at\nat x");
        assertThat(type(stats, none)).isEqualTo("{exists=false}");
        assertThat(type(stats, under)).isEqualTo("{exists=false}");
        assertThat(type(stats, hidden)).isEqualTo("no-permission");
        assertThat(type(stats, closed)).startsWith("dir 0");
        assertThat(type(stats, folder.resolve("unasked"))).isEqualTo("not-collected");
    }

    @Test
    void whatIsCutIsNoAnswer() {
        FactRequest<Stats> request = Stats.of(FACT, List.of("/a", "/b"));
        String whole = "at /a\nabsent\nat /b\nabsent\ndone\n";
        assertThat(Printed.reading(request, whole).isMissing()).isFalse();
        for (int end = 0; end < whole.length(); end++) {
            String cut = whole.substring(0, end);
            assertThatThrownBy(() -> Printed.reading(request, cut))
                    .as(cut)
                    .hasMessageContaining("the last line should be \"done\"");
        }
    }

    @Test
    void withoutToolsNothingIsKnown() {
        FactRequest<Stats> request = Stats.of(FACT, List.of("/a"));
        Reading<Stats> reading = Printed.reading(request, "no-tool head\ndone\n");
        String why = reading.fold(any -> "", missing -> missing.reason().code());
        assertThat(why).isEqualTo(Reason.NO_TOOL.code());
    }
}
