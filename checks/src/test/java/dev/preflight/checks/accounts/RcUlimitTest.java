package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of services of OpenRC. */
class RcUlimitTest {
    private static final String INIT = Stream.of(Limit.values())
            .map(limit -> limit.proc() + "  1024  4096  x\n")
            .collect(Collectors.joining());

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Judgement said(String limit, String atLeast, String everywhere, String own) {
        String printed =
                "openrc 1048576\n" + INIT.indent(1) + everywhere + "unit db.service\n script\n" + own + "done\n";
        String yaml = "{require: {" + limit + ": {soft: " + atLeast + "}}, contexts: [], units: [db.service]}";
        return Judged.by(
                        new ResourceLimitsCheck(),
                        yaml,
                        Map.of("unit-limits", printed, "limits-config", "nr_open 1048576\ndone\n"))
                .get(0);
    }

    private static String line(String value) {
        return " set /etc/conf.d/db:3:rc_ulimit=" + value + "\n";
    }

    @ParameterizedTest
    @CsvSource({
        "'\"-n 65534\"', openrc-too-low",
        "'\"-n 65535\"', ok",
        "'\"-n 65536\"', ok",
        "'\"-l 64 -n 65535 -c unlimited\"', ok",
        "'\"-S -n 65535\"', not-readable",
        "'\"-Hn 65535\"', openrc-too-low",
        "'\"-SHn 65535\"', ok",
        // The shell refuses a soft limit above the hard one, and more than the kernel allows.
        "'\"-Sn 65535\"', not-readable",
        "'\"-n 1048577\"', not-readable",
        "'\"-n unlimited\"', not-readable",
        "'\"-n $FILES\"', not-readable",
        "'\"-n 65535', not-readable",
        "'\"\"', openrc-too-low",
        "'\"-u 65535\"', openrc-too-low"
    })
    void whatTheFileOfAServiceSaysIsHeld(String value, String code) {
        assertThat(said("nofile", "65535", "", line(value)).code()).isEqualTo(code);
    }

    @Test
    void aServiceWithoutALineHasTheLimitsOfInit() {
        assertThat(said("nofile", "1024", "", "").code()).isEqualTo("ok");
        Judgement low = said("nofile", "1025", "", "");
        assertThat(low.code()).isEqualTo("openrc-too-low");
        assertThat(low.args()).containsEntry("found", Arg.texts(List.of("db.service 1024:4096")));
        assertThat(low.remedies()).isEmpty();
        assertThat(said("nofile", "65535", line("\"-n 65535\""), "").code()).isEqualTo("ok");
    }

    @Test
    void sizesAreInKibAndWhatShellsCallDifferentlyIsUnknown() {
        assertThat(said("memlock", "64MiB", "", line("\"-l 65536\"")).code()).isEqualTo("ok");
        assertThat(said("memlock", "64MiB", "", line("\"-l 65535\"")).code()).isEqualTo("openrc-too-low");
        assertThat(said("nproc", "4096", "", line("\"-u 65536\"")).code()).isEqualTo("not-readable");
    }

    /** rc.conf is read last by most versions of OpenRC, but not by all. */
    @Test
    void whatTwoFilesSayIsUnknown() {
        assertThat(said("nofile", "1", line("\"-n 9\""), line("\"-n 8\"")).code())
                .isEqualTo("not-readable");
        assertThat(said("nofile", "1", "", " set /etc/init.d/db:9:\tulimit -n 10000\n")
                        .code())
                .isEqualTo("not-readable");
        assertThat(said("nofile", "1", " unreadable /etc/rc.conf\n", "").code()).isEqualTo("not-readable");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheFilesOfOpenrc(Shell shell) throws IOException {
        Tree.put(root, "run/openrc/softlevel", "default");
        Tree.put(root, "proc/sys/fs/nr_open", "1048576\n");
        Tree.put(root, "proc/1/limits", "Limit  Soft\nMax open files 1024 4096 files\n");
        Tree.put(root, "etc/rc.conf", "#rc_ulimit=\"-u 30\"\nrc_parallel=NO\n");
        Tree.put(root, "etc/rc.conf.d/9.conf", "rc_ulimit='-n 5'\n");
        Tree.put(root, "etc/init.d/db", "#!/sbin/openrc-run\nstart_pre() {\n  ulimit -n 7\n}\n");
        Tree.put(root, "etc/conf.d/db", "# ulimit\nPASSWORD=x\nrc_ulimit=\"-n 9\"\n");
        Tree.put(root, "etc/conf.d/db.default", "RC_ULIMIT=\n");
        FactRequest<UnitLimits> request =
                UnitLimits.FACT.in(Context.EXEC).withArguments(List.of("db.service", "none.service", "../x.service"));
        assertThat(ScriptRun.under(shell)
                        .with("PROBE_ROOT", root.toString())
                        .run(request)
                        .out(request))
                .isEqualTo("""
                openrc 1048576
                 Max open files 1024 4096 files
                 set /etc/rc.conf.d/9.conf:1:rc_ulimit='-n 5'
                unit db.service
                 script
                 set /etc/init.d/db:3:  ulimit -n 7
                 set /etc/conf.d/db:3:rc_ulimit="-n 9"
                 set /etc/conf.d/db.default:1:RC_ULIMIT=
                unit none.service
                unit ../x.service
                done
                """);
    }
}
