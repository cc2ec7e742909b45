package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceLimitsCheckTest {
    private static final String PAM =
            "stack sshd /etc/pam.d/sshd /etc/pam.d/sshd:40\nusepam /etc/ssh/sshd_config:85 yes\nsshd\n"
                    + "nr_open 1048576\n";
    private static final String FILES = "{require: {nofile: {soft: 65535}}, contexts: [exec]}";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** Limits of a process, of which one is this. */
    private static String process(String user, Limit limit, String soft, String hard) {
        StringBuilder lines = new StringBuilder("user " + user + "\ngroups users db\nlimits\n");
        for (Limit one : Limit.values()) {
            lines.append(" %-25s %-20s %-20s units\n"
                    .formatted(one.proc(), one == limit ? soft : "1", one == limit ? hard : "1"));
        }
        return lines + "done\n";
    }

    private static List<Judgement> judged(String yaml, String process, String config) {
        return Judged.by(
                new ResourceLimitsCheck(), yaml, Map.of("process-limits", process, "limits-config", config + "done\n"));
    }

    private static List<String> said(String yaml, String process, String config) {
        return judged(yaml, process, config).stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    private static List<String> files(String soft, String hard, String config) {
        return said(FILES, process("db", Limit.NOFILE, soft, hard), config + PAM);
    }

    @ParameterizedTest
    @CsvSource({
        "65534, 65535, fail too-low",
        "65535, 65535, pass ok",
        "65536, 65536, pass ok",
        "unlimited, unlimited, pass ok"
    })
    void theLimitItselfIsEnough(String soft, String hard, String said) {
        assertThat(files(soft, hard, "")).containsExactly(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            memlock | {hard: unlimited}              | 1 | unlimited          | pass ok
            memlock | {soft: unlimited}              | 9 | unlimited          | fail too-low
            stack   | {soft: 10MiB}                  | 10485759 | unlimited   | fail too-low
            stack   | {soft: 10MiB}                  | 10485760 | unlimited   | pass ok
            stack   | {soft: 10MiB, hard: 20MiB}     | 10485760 | 20971519    | fail too-low
            nproc   | {soft: 4096}                   | 4095 | 9999            | fail too-low
            """)
    void eachLimitIsHeldInItsOwnUnit(String item, String limits, String soft, String hard, String said) {
        String yaml = "{require: {" + item + ": " + limits + "}, contexts: [exec]}";
        assertThat(said(yaml, process("db", Limit.of(item).orElseThrow(), soft, hard), PAM))
                .containsExactly(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{require: {nofile: {soft: 64KiB}}}",
                "{require: {stack: {soft: 10240}}}",
                "{require: {nofile: {}}}",
                "{require: {nfile: {soft: 1}}}",
                "{require: {nofile: {soft: many}}}",
                "{require: {nofile: {soft: 1}}, contexts: [unit]}",
                "{require: {nofile: {soft: 1}}, contexts: []}",
                "{require: {nofile: {soft: 2, hard: 1}}}",
                "{require: {memlock: {soft: unlimited, hard: 64MiB}}}"
            })
    void whatNothingCouldBeHeldAgainstIsAnError(String yaml) {
        assertThatThrownBy(() -> judged(yaml, process("db", Limit.NOFILE, "1", "1"), PAM))
                .hasMessageMatching(
                        "(?s).*(number without a unit|hard: it is below soft|size such as|nothing is required|one of nofile|expected).*");
    }

    /** As installation guides write it, which show lines of limits.conf. */
    @Test
    void aSizeWithoutAUnitIsToldWithTheUnitOfTheFile() {
        assertThatThrownBy(
                        () -> judged("{require: {stack: {soft: 32768}}}", process("db", Limit.NOFILE, "1", "1"), PAM))
                .hasMessageContaining("stack: expected a size such as 10MiB (32768 in limits.conf is 32768KiB here)");
    }

    /** Of lines about a user the more exact one counts, of equals the last one; root is meant by its name only. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            db   | * - nofile 65535                              | 65535 65535
            db   | * soft nofile 65535                           | 65535 -
            db   | * hard nofile 65535                           | - 65535
            db   | db - nofile 9;* - nofile 65535                | 9 9
            db   | @db - nofile 9;* - nofile 65535               | 9 9
            db   | @web - nofile 9;* - nofile 65535              | 65535 65535
            db   | db - nofile 9;@db - nofile 65535              | 9 9
            db   | * - nofile 65535;* soft nofile 9              | 9 65535
            db   | * - nproc 65535                               | - -
            db   | db -;* - nofile 65535                         | - -
            db   | * - nofile unlimited                          | unlimited unlimited
            db   | * - nofile many                               | - -
            root | * - nofile 65535                              | - -
            root | @db - nofile 65535                            | - -
            root | root - nofile 65535                           | 65535 65535
            """)
    void linesAreReadAsPamLimitsDoes(String user, String lines, String set) {
        StringBuilder conf = new StringBuilder("conf /etc/security/limits.conf\n");
        int number = 1;
        for (String line : lines.split(";")) {
            conf.append(' ').append(number++).append(' ').append(line).append('\n');
        }
        LimitsConfig config = Printed.reading(LimitsConfig.FACT.request(), conf + PAM + "done\n")
                .fold(read -> read, missing -> {
                    throw new AssertionError(missing);
                });
        ConfiguredLimit limit = new ConfiguredLimit(config, user, List.of("users", "db"), Limit.NOFILE);
        String[] both = set.split(" ");
        assertThat(reaches(limit, "soft", both[0])).isEqualTo(!both[0].equals("-"));
        assertThat(reaches(limit, "hard", both[1])).isEqualTo(!both[1].equals("-"));
        if (both[0].matches("\\d+")) {
            assertThat(reaches(limit, "soft", Long.toString(Long.parseLong(both[0]) + 1)))
                    .isFalse();
        }
    }

    private static boolean reaches(ConfiguredLimit limit, String which, String value) {
        LimitValue least = LimitValue.parse(value.equals("-") ? "1" : value);
        return limit.reaches(new ResourceLimits(
                Optional.of(least).filter(any -> which.equals("soft")),
                Optional.of(least).filter(any -> which.equals("hard"))));
    }

    @Test
    void whatAFileSetsInVainHasAReason() {
        String set = "conf /etc/security/limits.conf\n 3 * - nofile 65535\n";
        String process = process("db", Limit.NOFILE, "1024", "4096");
        Judgement noPam =
                judged(FILES, process, set + PAM.replace(" yes", " no")).get(0);
        assertThat(noPam.code()).isEqualTo("not-applied");
        assertThat(noPam.args()).containsEntry("noPam", Arg.texts(List.of("/etc/ssh/sshd_config:85")));
        assertThat(noPam.remedies()).extracting(Remedy::id).containsExactly("use-pam");
        Judgement byDefault = judged(FILES, process, set + "sshd\nnr_open 9\n").get(0);
        assertThat(byDefault.args()).containsEntry("noPam", Arg.texts(List.of("/etc/ssh/sshd_config")));
        Judgement noModule = judged(FILES, process, set + PAM.replace("/etc/pam.d/sshd:40", "-"))
                .get(0);
        assertThat(noModule.args()).containsEntry("noModule", Arg.texts(List.of("/etc/pam.d/sshd")));
        assertThat(noModule.remedies()).extracting(Remedy::id).containsExactly("add-module");
        Judgement later = judged(
                        FILES, process, set + "conf /etc/security/limits.d/20.conf\n 5 db soft nofile 1024\n" + PAM)
                .get(0);
        assertThat(later.code()).isEqualTo("not-applied");
        assertThat(later.args()).containsEntry("overriding", Arg.texts(List.of("/etc/security/limits.d/20.conf:5")));
        assertThat(later.remedies()).extracting(Remedy::id).containsExactly("edit");
        Judgement session = judged(FILES, process, set + PAM).get(0);
        assertThat(session.remedies()).extracting(Remedy::id).containsExactly("log-in-anew");
        assertThat(files("1024", "4096", set.replace("65535", "65534"))).containsExactly("fail too-low");
        assertThat(files("1024", "4096", set.replace("65535", "65536"))).containsExactly("fail not-applied");
    }

    /** fs.nr_open itself can be set. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * hard nofile 1048575    | pass ok
            * hard nofile 1048576    | pass ok
            * hard nofile 1048577    | fail above-nr-open
            other - nofile 2000000   | fail above-nr-open
            * hard nofile unlimited  | pass ok
            """)
    void moreThanTheKernelAllowsLocksOut(String line, String said) {
        String conf = "conf /etc/security/limits.d/90.conf\n 1 " + line + "\n";
        assertThat(files("65535", "65535", conf)).containsExactly(said);
    }

    @Test
    void aLineThatIsReplacedOrThatNobodyReadsLocksOutNobody() {
        String conf = "conf /etc/security/limits.conf\n 1 * hard nofile 2000000\n";
        assertThat(files("65535", "65535", conf + "conf /etc/security/limits.d/9.conf\n 1 * hard nofile 65535\n"))
                .containsExactly("pass ok");
        assertThat(said(
                        FILES,
                        process("db", Limit.NOFILE, "65535", "65535"),
                        conf + PAM.replace("/etc/pam.d/sshd:40", "-")))
                .containsExactly("pass ok");
        Judgement above = judged(FILES, process("db", Limit.NOFILE, "65535", "65535"), conf + PAM)
                .get(0);
        assertThat(above.remedies().get(0).args())
                .containsEntry("assignment", Arg.text("fs.nr_open=2000000"))
                .containsEntry("before", Arg.text("fs.nr_open=1048576"));
    }

    private static List<Judgement> units(String yaml, String units) {
        return Judged.by(
                new ResourceLimitsCheck(),
                yaml,
                Map.of("unit-limits", units + "done\n", "limits-config", PAM + "done\n"));
    }

    private static final String UNITS = "{require: {nofile: {soft: 65535}}, contexts: [], units: [db.service]}";

    @ParameterizedTest
    @CsvSource({
        "65534, fail unit-too-low",
        "65535, pass ok",
        "65536, pass ok",
        "infinity, pass ok",
        "18446744073709551615, pass ok"
    })
    void ofAUnitItsOwnLimitIsHeld(String soft, String said) {
        String unit = "manager\n DefaultLimitNOFILE=9\nunit db.service\n LoadState=loaded\n LimitNOFILE=" + soft
                + "\n LimitNOFILESoft=" + soft + "\n";
        assertThat(units(UNITS, unit))
                .extracting(one -> one.outcome().code() + " " + one.code())
                .containsExactly(said);
        // Before systemd 231 there is one number.
        assertThat(units(UNITS, unit.replaceAll(" LimitNOFILESoft.*\n", "")))
                .extracting(one -> one.outcome().code() + " " + one.code())
                .containsExactly(said);
    }

    @Test
    void aUnitThatIsNotThereGetsTheDefault() {
        String unit = "manager\n DefaultLimitNOFILE=524288\n DefaultLimitNOFILESoft=1024\nunit db.service\n"
                + " LoadState=not-found\n LimitNOFILE=99999\n LimitNOFILESoft=99999\n";
        Judgement low = units(UNITS, unit).get(0);
        assertThat(low.code()).isEqualTo("unit-too-low");
        assertThat(low.args())
                .containsEntry("absent", Arg.texts(List.of("db.service")))
                .containsEntry("found", Arg.texts(List.of("db.service 1024:524288")));
        assertThat(low.remedies())
                .as("systemd shows no drop-in of it")
                .extracting(Remedy::id)
                .containsExactly("install-first");
        String there = unit.replace("not-found", "loaded").replace("99999", "1024");
        assertThat(units(UNITS, there).get(0).remedies().get(0).args())
                .containsEntry("setting", Arg.text("LimitNOFILE=65535:65535"))
                .containsEntry("unit", Arg.text("db.service"));
    }

    @Test
    void whatSystemdDoesNotSayIsUnknown() {
        String noSystemd = "no-systemctl\n";
        assertThat(units(UNITS, noSystemd)).extracting(Judgement::code).containsExactly("no-tool");
        assertThat(units(UNITS, "manager\n System has not been booted with systemd\n failed\n"))
                .extracting(Judgement::code)
                .containsExactly("no-tool");
        assertThat(units(UNITS, "manager\nunit db.service\n LoadState=loaded\n"))
                .extracting(Judgement::code)
                .containsExactly("not-readable");
        String mixed = "{require: {nofile: {soft: 65535}}, contexts: [exec, login]}";
        assertThat(Judged.said(new ResourceLimitsCheck(), mixed, Map.of("limits-config", PAM + "done\n")))
                .containsExactly("unknown not-collected limit:nofile");
        assertThat(Judged.said(
                        new ResourceLimitsCheck(),
                        FILES,
                        Map.of("process-limits", process("db", Limit.NOFILE, "65535", "65535"))))
                .containsExactly("unknown not-collected limit:nofile");
        assertThat(files("65535", "65535", "unreadable /etc/security/limits.d/x.conf\n"))
                .containsExactly("unknown not-readable");
        assertThat(files("1024", "4096", "unreadable /etc/security/limits.d/x.conf\n"))
                .containsExactly("fail too-low");
    }

    @Test
    void aContextOfNobodyInParticularIsUndetermined() {
        assertThat(Judged.said(
                        new ResourceLimitsCheck(),
                        "{require: {nofile: {soft: 1}}, contexts: [su-]}",
                        Map.of("limits-config", PAM + "done\n")))
                .containsExactly("unknown setting-missing context:su-");
        assertThat(Judged.said(
                        new ResourceLimitsCheck(),
                        "{require: {nofile: {soft: 1}}, contexts: [su-], user: db}",
                        Map.of("limits-config", PAM + "done\n")))
                .containsExactly("unknown not-collected limit:nofile");
    }

    @Test
    void commandsSetNoLessThanThereIs() {
        Remedy first = judged(FILES, process("db", Limit.NOFILE, "1024", "524288"), PAM)
                .get(0)
                .remedies()
                .get(0);
        assertThat(first.args())
                .containsEntry("user", Arg.text("db"))
                .containsEntry("soft", Arg.text("65535"))
                .containsEntry("hard", Arg.text("524288"));
        Remedy stack = judged(
                        "{require: {stack: {soft: 10MiB}}, contexts: [exec]}",
                        process("db", Limit.STACK, "8388608", "unlimited"),
                        PAM)
                .get(0)
                .remedies()
                .get(0);
        assertThat(stack.args()).containsEntry("soft", Arg.text("10240")).containsEntry("hard", Arg.text("unlimited"));
        assertThat(judged(
                                "{require: {nofile: {soft: 2000000}}, contexts: [exec]}",
                                process("db", Limit.NOFILE, "1024", "524288"),
                                PAM)
                        .get(0)
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("raise-first");
        assertThat(judged(FILES, process("DOMAIN\\db", Limit.NOFILE, "1024", "524288"), PAM)
                        .get(0)
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("write");
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> Printed.reading(ProcessLimits.FACT.request(), "limits\n Max open files many\ndone\n"))
                .hasMessageContaining("Max");
        assertThatThrownBy(() -> Printed.reading(LimitsConfig.FACT.request(), "stack sshd\nnr_open 1\ndone\n"))
                .hasMessageContaining("sshd");
        assertThatThrownBy(() -> Printed.reading(LimitsConfig.FACT.request(), "done\n"))
                .hasMessageContaining("nr_open");
        assertThatThrownBy(() -> Printed.reading(UnitLimits.FACT.request(), "manager\nunit a\ndone\n"))
                .hasMessageContaining("LoadState");
        assertThat(Printed.reading(ProcessLimits.FACT.request(), "user a\nlimits\ndone\n")
                        .isMissing())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsItsOwnLimits(Shell shell) {
        FactRequest<ProcessLimits> request = ProcessLimits.FACT.in(Context.EXEC);
        String out = ScriptRun.under(shell).run(request).out(request);
        assertThat(Printed.reading(request, out).isMissing()).isFalse();
        assertThat(out).startsWith("user ").contains("\n Max open files ");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFollowsStacksAndSendsTheLinesOfTheAskedLimits(Shell shell) throws IOException {
        Tree.put(
                root,
                "etc/security/limits.conf",
                "# *  soft nofile 1\n*\tsoft\tnofile\t 65535 # why\n@db - core 0\nroot -\nx hard nproc 9");
        Tree.put(root, "etc/security/limits.d/20-nproc.conf", "* soft nproc 4096\n");
        Tree.put(root, "etc/security/limits.d/x.txt", "* soft nproc 1\n");
        Tree.put(root, "usr/etc/security/limits.d/20-nproc.conf", "* soft nproc 2\n");
        Tree.put(root, "etc/pam.d/sshd", "auth include nothing\nsession include password-auth\n@include common\n");
        Tree.put(root, "etc/pam.d/password-auth", "#session required pam_limits.so\n-session optional pam_x.so\n");
        Tree.put(root, "etc/pam.d/common", "session [default=1] pam_permit.so\nsession\trequired\tpam_limits.so\n");
        Tree.put(root, "usr/lib/pam.d/su", "session substack su\nsession required pam_unix.so\n");
        Tree.put(root, "etc/ssh/sshd_config.d/50.conf", "  usePAM=yes  \n");
        Tree.put(root, "etc/ssh/sshd_config", "Port 22\nUsePAM no\n");
        Tree.put(root, "proc/sys/fs/nr_open", "1048576\n");
        FactRequest<LimitsConfig> request =
                LimitsConfig.FACT.in(Context.EXEC).withArguments(List.of("nofile", "nproc"));
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out).isEqualTo("""
                conf /etc/security/limits.conf
                 2 * soft nofile 65535
                 4 root -
                 5 x hard nproc 9
                conf /etc/security/limits.d/20-nproc.conf
                 1 * soft nproc 4096
                stack sshd /etc/pam.d/sshd /etc/pam.d/common:2
                stack su /usr/lib/pam.d/su -
                usepam /etc/ssh/sshd_config.d/50.conf:1 yes
                usepam /etc/ssh/sshd_config:2 no
                sshd
                nr_open 1048576
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksSystemdForEachUnit(Shell shell) throws IOException {
        Path program = Tree.put(
                root,
                "usr/bin/systemctl",
                "#!/bin/sh\nfor a; do l=$a; done\ncase $l in\nnone.service) echo LoadState=not-found;;\n"
                        + "*.service) printf 'LoadState=loaded\\nLimitNOFILE=9\\nEnvironment=SECRET\\n';;\n"
                        + "*) echo DefaultLimitNOFILE=7;;\nesac\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        FactRequest<UnitLimits> request =
                UnitLimits.FACT.in(Context.EXEC).withArguments(List.of("db.service", "none.service"));
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out).isEqualTo("""
                manager
                 DefaultLimitNOFILE=7
                unit db.service
                 LoadState=loaded
                 LimitNOFILE=9
                unit none.service
                 LoadState=not-found
                done
                """);
    }
}
