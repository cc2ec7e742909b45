package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SwapOffCheckTest {
    private static final String HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    private static final String DISK = "/dev/sda2                               partition\t1048572\t\t0\t\t-2\n";
    private static final String FILE = "/swap\\040file                            file\t\t2\t\t1\t\t-3\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String lines) {
        return "swaps\n" + (HEADING + lines).indent(1) + "done\n";
    }

    private static List<String> said(String printed) {
        return Judged.said(new SwapOffCheck(), "{}", Map.of("swaps", printed));
    }

    @Test
    void everyAreaInUseFailsAlsoWhereNothingIsInIt() {
        assertThat(said(printed(""))).containsExactly("pass ok host");
        assertThat(said(printed(DISK))).containsExactly("fail active swap:/dev/sda2");
        assertThat(said(printed(DISK + FILE)))
                .containsExactly("fail active swap:/dev/sda2", "fail active swap:/swap\\040file");
        assertThat(said("unsupported\ndone\n")).containsExactly("not-applicable unsupported host");
    }

    @Test
    void sizesAreBytes() {
        assertThat(Judged.by(new SwapOffCheck(), "{}", Map.of("swaps", printed(FILE)))
                        .get(0)
                        .args())
                .containsEntry("size", Arg.bytes(2048))
                .containsEntry("used", Arg.bytes(1024))
                .containsEntry("type", Arg.text("file"));
    }

    /** What cannot be understood is no host without swap. */
    @ParameterizedTest
    @CsvSource({"'', heading", "/dev/sda2 partition 1 0, priority", "/dev/sda2 partition 1G 0 -2, two sizes"})
    void anythingElseIsRefused(String line, String reason) {
        String text = line.isEmpty() ? "swaps\ndone\n" : printed(line + "\n");
        assertThatThrownBy(() -> Printed.reading(Swaps.FACT.request(), text)).hasMessageContaining(reason);
        assertThatThrownBy(() -> Printed.reading(Swaps.FACT.request(), "swaps\n " + HEADING))
                .hasMessageContaining("done");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeTellsNoSwapFromNoAnswer(Shell shell) throws IOException {
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/swaps"));
        Files.writeString(Files.createDirectories(root.resolve("proc")).resolve("uptime"), "1.0 1.0\n");
        assertThat(read(shell)).isEqualTo(Reading.got(new Swaps(false, List.of())));
        Files.writeString(root.resolve("proc/swaps"), HEADING);
        assertThat(read(shell)).isEqualTo(Reading.got(new Swaps(true, List.of())));
        Files.writeString(root.resolve("proc/swaps"), HEADING + FILE);
        assertThat(read(shell))
                .isEqualTo(Reading.got(new Swaps(true, List.of(new Swaps.Area("/swap\\040file", "file", 2048, 1024)))));
    }

    private Reading<Swaps> read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Swaps> request = Swaps.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }
}
