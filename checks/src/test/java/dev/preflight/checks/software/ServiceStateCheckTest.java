package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceStateCheckTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String unit(String id, String load, String active, String file, String more) {
        return " Id=" + id + "\n LoadState=" + load + "\n ActiveState=" + active
                + (file.isEmpty() ? "" : "\n UnitFileState=" + file) + "\n"
                + (more.isEmpty() ? "" : " " + more + "\n");
    }

    private static String printed(List<String> asked, String units, String sockets) {
        return "manager systemd\nasked\n"
                + asked.stream().map(u -> " " + u + "\n").collect(Collectors.joining()) + "units\n" + units
                + (sockets.isEmpty() ? "" : "sockets\n" + sockets) + "done\n";
    }

    private static List<String> said(String limits, String units, String sockets) {
        return Judged.said(
                new ServiceStateCheck(),
                "require: {u.service: {" + limits + "}}",
                Map.of("services", printed(List.of("u.service"), units, sockets)));
    }

    private static List<String> said(String limits, String load, String active, String file, String more) {
        return said(limits, unit("u.service", load, active, file, more), "");
    }

    @ParameterizedTest
    @CsvSource({
        "active: true,   loaded,    active,       enabled,  pass ok",
        "active: true,   loaded,    reloading,    enabled,  pass ok",
        "active: true,   loaded,    activating,   enabled,  fail not-active",
        "active: true,   loaded,    inactive,     enabled,  fail not-active",
        "active: true,   loaded,    failed,       enabled,  fail not-active",
        "active: true,   masked,    inactive,     masked,   fail masked",
        "active: true,   not-found, inactive,     '',       fail absent",
        "active: false,  loaded,    active,       enabled,  fail active",
        "active: false,  loaded,    activating,   enabled,  fail active",
        "active: false,  loaded,    deactivating, enabled,  fail active",
        "active: false,  loaded,    failed,       disabled, pass ok",
        "active: false,  not-found, inactive,     '',       pass ok",
        "'',             loaded,    inactive,     disabled, pass ok",
        "'',             loaded,    failed,       enabled,  warning failed",
        "'',             not-found, inactive,     '',       fail absent",
        "absent: true,   not-found, inactive,     '',       pass ok",
        "absent: true,   loaded,    inactive,     disabled, fail present",
        "masked: true,   masked,    inactive,     masked,   pass ok",
        "masked: true,   masked,    inactive,     masked-runtime, fail not-masked",
        "masked: true,   loaded,    inactive,     disabled, fail not-masked",
        "masked: true,   not-found, inactive,     '',       pass ok",
        "masked: false,  masked,    inactive,     masked,   fail masked",
        "masked: false,  loaded,    inactive,     disabled, pass ok",
    })
    void whatRunsIsJudgedByTheStateOfTheUnit(String limits, String load, String active, String file, String expected) {
        assertThat(said(limits, load, active, file, "")).containsExactly(expected + " service:u.service");
    }

    @ParameterizedTest
    @CsvSource({
        "enabled,         '',                         YES",
        "alias,           '',                         YES",
        "static,          WantedBy=sysinit.target,    YES",
        "indirect,        RequiredBy=a.service b.target, YES",
        "generated,       WantedBy=multi-user.target, YES",
        "bad,             WantedBy=multi-user.target, YES",
        "static,          WantedBy=other.service,     UNSURE",
        "disabled,        WantedBy=other.service,     UNSURE",
        "static,          '',                         NO",
        "disabled,        '',                         NO",
        "linked,          '',                         NO",
        "enabled-runtime, WantedBy=multi-user.target, NO",
        "linked-runtime,  WantedBy=multi-user.target, NO",
    })
    void whatStartsAtTheNextBootIsWhatIsEnabledOrWantedByATarget(String file, String wanted, String boot) {
        String disabled = boot.equals("UNSURE") && !file.equals("disabled") ? "unknown ambiguous" : "fail not-enabled";
        assertThat(said("enabled: true", "loaded", "active", file, wanted))
                .containsExactly((boot.equals("YES") ? "pass ok" : disabled) + " service:u.service");
        String enabled = boot.equals("UNSURE") ? "unknown ambiguous" : "pass ok";
        assertThat(said("enabled: false", "loaded", "active", file, wanted))
                .containsExactly((boot.equals("YES") ? "fail enabled" : enabled) + " service:u.service");
    }

    @Test
    void aMaskThatEndsWithTheBootHidesWhatIsEnabledBelowIt() {
        assertThat(said("enabled: false", "masked", "inactive", "masked-runtime", ""))
                .containsExactly("unknown ambiguous service:u.service");
        assertThat(said("enabled: false", "masked", "inactive", "masked", ""))
                .containsExactly("pass ok service:u.service");
        assertThat(said("enabled: true", "bad-setting", "inactive", "enabled", ""))
                .as("a file with errors starts nothing, as long as it has them")
                .containsExactly("unknown ambiguous service:u.service");
    }

    @Test
    void aSocketEnablesItsServiceAndRunsForItOnlyWhereTheProfileSaysSo() {
        String unit = unit("u.service", "loaded", "inactive", "disabled", "TriggeredBy=u.socket u.timer");
        String on = unit("u.socket", "loaded", "active", "enabled", "");
        String off = unit("u.socket", "loaded", "inactive", "disabled", "");
        assertThat(said("enabled: true", unit, on)).containsExactly("pass ok service:u.service");
        assertThat(said("enabled: false", unit, on)).containsExactly("fail enabled service:u.service");
        assertThat(said("enabled: false", unit, off)).containsExactly("pass ok service:u.service");
        assertThat(said("active: true", unit, on)).containsExactly("fail not-active service:u.service");
        assertThat(said("active: true, socket_ok: true", unit, on)).containsExactly("pass ok service:u.service");
        assertThat(said("active: true, socket_ok: true", unit, off))
                .containsExactly("fail not-active service:u.service");
    }

    @Test
    void twoFaultsAreTwoFindingsAndAStaleFileIsANote() {
        assertThat(said("active: true, enabled: true", "loaded", "inactive", "disabled", ""))
                .containsExactly("fail not-active service:u.service", "fail not-enabled service:u.service");
        assertThat(said("active: true", "loaded", "active", "enabled", "NeedDaemonReload=yes"))
                .containsExactly("warning needs-reload service:u.service");
    }

    @Test
    void oneOfSeveralIsEnoughAndAnAliasIsNoSecondOne() {
        List<String> asked = List.of("chrony", "chronyd", "ntpd");
        String chrony = unit("chrony.service", "loaded", "active", "enabled", "") + " \n";
        String none = unit("ntpd.service", "not-found", "inactive", "", "");
        String yaml = "require: {time: {any_of: [chrony, chronyd, ntpd], active: true}}";
        assertThat(any(yaml, printed(asked, chrony + chrony + none, ""))).containsExactly("pass ok service:time");
        assertThat(any(yaml, printed(asked, chrony + chrony + unit("ntpd.service", "loaded", "active", "", ""), "")))
                .containsExactly("warning more-than-one service:time");
        String two = printed(asked, chrony + chrony + unit("ntpd.service", "loaded", "inactive", "", ""), "");
        assertThat(any("require: {time: {any_of: [chrony, chronyd, ntpd]}}", two))
                .containsExactly("pass ok service:time");
        String off = unit("chrony.service", "loaded", "inactive", "enabled", "") + " \n";
        assertThat(any(yaml, printed(asked, off + off + none, ""))).containsExactly("fail none-of service:time");
        String wanted = unit("chrony.service", "loaded", "active", "static", "WantedBy=a.service") + " \n";
        assertThat(any(yaml.replace("active", "enabled"), printed(asked, wanted + wanted + none, "")))
                .containsExactly("unknown ambiguous service:time");
    }

    private static List<String> any(String yaml, String printed) {
        return Judged.said(new ServiceStateCheck(), yaml, Map.of("services", printed));
    }

    @Test
    void aNameOfTheHostsFamilyReplacesThatOfTheRow() {
        String yaml = "require: {ssh-server: {names: {debian: ssh, rhel: sshd}, active: true}}";
        List<String> asked = List.of("ssh", "ssh-server", "sshd");
        String none = unit("x.service", "not-found", "inactive", "", "");
        String units = unit("ssh.service", "loaded", "active", "enabled", "") + " \n" + none + " \n" + none;
        assertThat(any(yaml, printed(asked, units, ""))).containsExactly("pass ok service:ssh-server");
    }

    @Test
    void limitsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> any("require: {u: {absent: true, active: true}}", ""))
                .hasMessageContaining("absent: it is required of a service alone");
        assertThatThrownBy(() -> any("require: {u: {any_of: [a, b], active: false}}", ""))
                .hasMessageContaining("any_of: one of several that runs");
    }

    /** What did not answer for each unit is no host whose services are off. */
    @Test
    void everyUnitMustHaveItsAnswer() {
        String one = unit("a.service", "loaded", "active", "enabled", "");
        FactRequest<Services> request = Services.FACT.request();
        assertThatThrownBy(() -> Printed.reading(request, printed(List.of("a", "b"), one, "")))
                .hasMessageContaining("asked for 2 units, found 1");
        assertThatThrownBy(() -> Printed.reading(request, printed(List.of("a"), " Id=a.service\n", "")))
                .hasMessageContaining("LoadState");
        assertThatThrownBy(() -> Printed.reading(
                        request,
                        printed(
                                List.of("a"),
                                unit("a.service", "loaded", "active", "static", "TriggeredBy=a.socket"),
                                "")))
                .hasMessageContaining("a.socket");
        assertThat(Printed.reading(request, "manager none\nasked\n a\ndone\n"))
                .isEqualTo(Reading.missing(Reason.NO_TOOL, "neither systemctl nor rc-status is there"));
    }

    @ParameterizedTest
    @CsvSource({
        "started, active",
        "started 1 day(s) 02:03:04 (0), active",
        "stopped, inactive",
        "inactive, activating",
        "scheduled, inactive",
        "crashed, failed"
    })
    void openrcSaysTheSameInOtherWords(String word, String active) {
        String text = "manager openrc\nasked\n u\nservice u\n state  " + word + " ]\n runlevel %s\ndone\n";
        FactRequest<Services> request = Services.FACT.request();
        ServiceUnit.Boot[] boots = {
            ServiceUnit.Boot.YES, ServiceUnit.Boot.YES, ServiceUnit.Boot.UNSURE, ServiceUnit.Boot.NO
        };
        List<String> levels = List.of("boot", "default", "nonetwork", "shutdown");
        for (int i = 0; i < boots.length; i++) {
            ServiceUnit unit = Printed.reading(request, text.formatted(levels.get(i)))
                    .fold(services -> services.units().get("u"), missing -> ServiceUnit.absent("missing"));
            assertThat(unit.active()).isEqualTo(active);
            assertThat(unit.boot()).as(levels.get(i)).isEqualTo(boots[i]);
        }
        assertThatThrownBy(() -> Printed.reading(request, text.replace(word, "odd")))
                .hasMessageContaining("odd");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksSystemdOnceAndThenAboutItsSockets(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        program(
                "systemctl",
                "echo \"$@\" >>" + root + "/calls\ncase \"$*\" in *socket) echo Id=u.socket; echo LoadState=loaded;"
                        + " echo ActiveState=active; exit ;; esac\n"
                        + "echo Id=u.service; echo LoadState=loaded; echo ActiveState=inactive; echo 'TriggeredBy=u.socket -x'\n"
                        + "echo; echo Id=v.service; echo LoadState=not-found; echo ActiveState=inactive\n");
        Services services = got(shell);
        assertThat(services.units().get("u").active()).isEqualTo("inactive");
        assertThat(services.units().get("v").exists()).isFalse();
        assertThat(services.sockets().get("u.socket").runs()).isTrue();
        assertThat(Files.readAllLines(root.resolve("calls"))).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLongLineHidesNoOtherUnit(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        program(
                "systemctl",
                "printf 'Id=u.service\\nLoadState=loaded\\nActiveState=active\\nWantedBy=%s\\n\\n' '"
                        + "a.target ".repeat(1000)
                        + "'\nprintf 'Id=v.service\\nLoadState=loaded\\nActiveState=failed\\n'\n");
        Services services = got(shell);
        assertThat(services.units().get("u").active()).isEqualTo("active");
        assertThat(services.units().get("v").active()).isEqualTo("failed");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeKeepsWhatSystemctlSaysWhereItFails(Shell shell) throws IOException {
        program("systemctl", "echo 'Failed to connect to bus: Permission denied' >&2; exit 1\n");
        assertThat(read(shell))
                .as("it is not asked without systemd")
                .isEqualTo(Reading.missing(Reason.NO_TOOL, "systemd is not the init system here"));
        Files.createDirectories(root.resolve("run/systemd/system"));
        program("systemctl", "echo 'System has not been booted with systemd as init system.' >&2; exit 1\n");
        assertThat(read(shell))
                .isEqualTo(Reading.missing(Reason.NO_TOOL, "System has not been booted with systemd as init system."));
        program("systemctl", "echo 'Failed to connect to bus: Permission denied' >&2; exit 1\n");
        assertThat(read(shell))
                .isEqualTo(Reading.missing(Reason.NO_PERMISSION, "Failed to connect to bus: Permission denied"));
        Files.delete(root.resolve("usr/bin/systemctl"));
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NO_TOOL, "neither systemctl nor rc-status is there"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksOpenrcWhereThatStartedTheHost(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/openrc"));
        Files.writeString(root.resolve("run/openrc/softlevel"), "default\n");
        Files.writeString(
                Files.createDirectories(root.resolve("etc/runlevels/default")).resolve("u"), "");
        program("rc-status", "echo ' ux            [ stopped ]'; echo ' u             [ started 00:00:01 (0) ]'\n");
        Services services = got(shell);
        assertThat(services.units().get("u").describe()).isEqualTo("u: active, runlevel default");
        assertThat(services.units().get("v").describe()).isEqualTo("v: not-found");
    }

    private Services got(Shell shell) {
        return read(shell).fold(services -> services, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    private Reading<Services> read(Shell shell) {
        FactRequest<Services> request = Services.FACT.in(Context.EXEC).withArguments(List.of("u", "v"));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.createDirectories(root.resolve("usr/bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
