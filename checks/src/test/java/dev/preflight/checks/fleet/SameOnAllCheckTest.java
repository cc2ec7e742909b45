package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.checks.JudgedFleet;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.report.Texts;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SameOnAllCheckTest {
    private static final SameOnAllCheck CHECK = new SameOnAllCheck();
    private static final String SWAPPINESS = "value: sysctl\nname: vm.swappiness\n";

    private static final String DISK =
            "device sda\n sectors 3907029168\n ro 0\n number 8:0\n signatures udev\n rotational 0\n removable 0\n physical\n";

    private static JudgedFleet fleet(String... values) {
        return fleetBy("vm.swappiness", values);
    }

    private static JudgedFleet fleetBy(String name, String... values) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < values.length; i++) {
            fleet.host("h" + (i + 1), values[i].isEmpty() ? Map.of() : Map.of("sysctl", setting(name, values[i])));
        }
        return fleet;
    }

    private static String setting(String name, String value) {
        return "setting " + name + "\n " + value + "\ndone\n";
    }

    private static List<String> said(String... values) {
        return fleet(values).said(CHECK, SWAPPINESS);
    }

    @Test
    void theOddHostIsNamedAndTheMajorityIsNot() {
        assertThat(said("value 60", "value 10", "value 60"))
                .containsExactly(
                        "host:h1 pass ok sysctl:vm.swappiness",
                        "host:h2 fail differs sysctl:vm.swappiness",
                        "host:h3 pass ok sysctl:vm.swappiness");
    }

    @Test
    void aTieBlamesNobodyAndNamesTheHostsOfEachValue() {
        List<Scoped> tie = fleet("value 60", "value 10").by(CHECK, SWAPPINESS);
        assertThat(fleet("value 60", "value 10").said(CHECK, SWAPPINESS))
                .containsExactly("fleet fail no-majority sysctl:vm.swappiness");
        assertThat(tie.get(0).judgement().args().get("values")).isEqualTo(Arg.texts(List.of("60 (h1)", "10 (h2)")));
        // The most, and not more than half.
        assertThat(said("value 60", "value 60", "value 10", "value 20"))
                .containsExactly("fleet fail no-majority sysctl:vm.swappiness");
    }

    /** With --limit most hosts of the run may be few of the inventory. */
    @Test
    void nobodyIsBlamedWhomHostsThatTheRunLeavesOutCouldAgreeWith() {
        JudgedFleet some = fleet("value 60", "value 60", "value 10");
        assertThat(some.unseen("", 0, 0).said(CHECK, SWAPPINESS)).contains("host:h3 fail differs sysctl:vm.swappiness");
        assertThat(some.unseen("", 1, 1).said(CHECK, SWAPPINESS))
                .containsExactly("fleet fail no-majority sysctl:vm.swappiness");
    }

    @Test
    void nobodyIsBlamedWhomHostsThatSaidNothingCouldAgreeWith() {
        assertThat(said("value 60", "value 60", "value 10", "", ""))
                .containsExactly(
                        "host:h4 unknown unreachable sysctl:vm.swappiness",
                        "host:h5 unknown unreachable sysctl:vm.swappiness",
                        "fleet fail no-majority sysctl:vm.swappiness");
        assertThat(said("value 60", "value 60", "value 60", "value 10", ""))
                .contains(
                        "host:h4 fail differs sysctl:vm.swappiness",
                        "host:h5 unknown unreachable sysctl:vm.swappiness");
    }

    @Test
    void thatThereIsNoSuchSettingIsAValueToo() {
        assertThat(said("absent", "value 1", "value 1")).contains("host:h1 fail missing-here sysctl:vm.swappiness");
        assertThat(said("absent", "value 1", "absent")).contains("host:h2 fail only-here sysctl:vm.swappiness");
        assertThat(said("absent", "absent"))
                .containsExactly(
                        "host:h1 not-applicable nowhere sysctl:vm.swappiness",
                        "host:h2 not-applicable nowhere sysctl:vm.swappiness");
    }

    /** Docker turns it on: the one Docker host is right, whatever the others have. */
    @Test
    void forwardingIsNeverToBecomeWhatHostsWithoutContainersHave() {
        JudgedFleet fleet = fleetBy("net.ipv4.ip_forward", "value 1", "value 0", "value 0");
        String yaml = "value: sysctl\nname: net.ipv4.ip_forward\n";
        assertThat(fleet.said(CHECK, yaml))
                .containsExactly(
                        "host:h1 fail differs-by-role sysctl:net.ipv4.ip_forward",
                        "host:h2 pass ok sysctl:net.ipv4.ip_forward",
                        "host:h3 pass ok sysctl:net.ipv4.ip_forward");
        var texts = Texts.of(new Catalogue(List.of(CHECK)), Locale.ENGLISH);
        Scoped odd = fleet.by(CHECK, yaml).get(0);
        var said =
                texts.of(Finding.of("same-on-all", "same-ip-forward", odd.scope(), odd.judgement(), Severity.WARNING));
        assertThat(said.required() + said.action()).doesNotContain("all hosts: 0", "the same as on the other");
    }

    @Test
    void hostsWithoutDockerHaveNoVersionThatDiffers() {
        String some = "binary /usr/bin/dockerd\nversion\n Docker version 26.1.3, build b72abbb\ndone\n";
        JudgedFleet fleet = new JudgedFleet()
                .host("h1", Map.of("docker-daemon", some))
                .host("h2", Map.of("docker-daemon", "done\n"))
                .host("h3", Map.of("docker-daemon", "done\n"));
        assertThat(fleet.said(CHECK, "value: docker-version\n"))
                .containsExactly(
                        "host:h1 pass ok docker-version",
                        "host:h2 not-applicable not-here docker-version",
                        "host:h3 not-applicable not-here docker-version");
        fleet.host("h3", Map.of("docker-daemon", some.replace("26.1.3", "20.10.24")));
        assertThat(fleet.said(CHECK, "value: docker-version\n"))
                .containsExactly(
                        "fleet fail no-majority docker-version", "host:h2 not-applicable not-here docker-version");
    }

    @Test
    void oneHostHasNothingToBeComparedWith() {
        assertThat(said("value 60")).containsExactly("host:h1 not-applicable one-host sysctl:vm.swappiness");
        assertThat(said("")).containsExactly("host:h1 not-applicable one-host sysctl:vm.swappiness");
    }

    @Test
    void everyValueCanBeCompared() {
        String marks =
                "hostname h\nmachine-id -\nboot-id b\ncgroup v2\nnic eth0 52:54:00:00:00:01 1500 physical\ndone\n";
        Map<String, String> facts = Map.of(
                "host-marks", marks,
                "sysctl", setting("eth0", "value 1"),
                "time-sync", "zone Asia/Shanghai\noffset +0800\n",
                "docker-daemon", "binary /usr/bin/dockerd\nversion\n Docker version 26.1.3, build b72abbb\ndone\n",
                "cpu", "online 0-3\nmodel\n Xeon 1\nflags\n fpu aes\nclass 2\ndone\n",
                "memory", "MemTotal: 33000000\nblocks 256 8000000\ncrash 0\ndone\n",
                "swaps", "swaps\n Filename Type Size Used Priority\ndone\n",
                "block-devices", DISK + "mounts\n 8:1 /dev/sda1 /\ndone\n",
                "account", "entry\n ops:x:1001:1001::/home/ops:/bin/sh\ndone\n",
                "file-digest", "digest " + "0af1".repeat(16) + "\ndone\n");
        Map<String, String> all = new HashMap<>(facts);
        all.put("packages", "manager dpkg\nstatus 0\npackages\n dpkg/ii /1.21\n eth0/ii /2.0\ndone\n");
        all.put("command-versions", "command eth0\n file /bin/eth0\n real /bin/eth0\n said v 2.1\n status 0\ndone\n");
        all.put("locale", "variable LANG C.UTF-8\ncharmap UTF-8\navailable\n C\n C.utf8\n POSIX\ndone\n");
        all.put("security-modules", "sysfs\nenforce 1\ncontext user_u:user_r:user_t\ndone\n");
        all.put("process-limits", ComparedValueTest.limits("1024", "524288"));
        for (ComparedValue value : ComparedValue.values()) {
            String name = Map.of(ComparedValue.FILE_DIGEST, "/eth0", ComparedValue.LIMITS, "nofile")
                    .getOrDefault(value, "eth0");
            String yaml = "value: " + value.id() + "\n" + (value.takesName() ? "name: " + name + "\n" : "");
            assertThat(new JudgedFleet().host("h1", all).host("h2", all).said(CHECK, yaml))
                    .as(value.id())
                    .allMatch(line -> line.contains(" pass ok " + value.id()));
        }
    }

    @Test
    void aVersionThatDockerdDoesNotTellIsUnknown() {
        Map<String, String> silent = Map.of("docker-daemon", "binary /usr/bin/dockerd\nversion\n nothing\ndone\n");
        Map<String, String> none = Map.of("docker-daemon", "done\n");
        assertThat(new JudgedFleet().host("h1", silent).host("h2", none).said(CHECK, "value: docker-version\n"))
                .contains("host:h1 unknown no-tool docker-version");
    }

    @Test
    void aProfileThatNamesNoSettingOrOneTooManyIsRefused() {
        assertThatThrownBy(() -> new SameOnAllCheck.Params(ComparedValue.SYSCTL, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SameOnAllCheck.Params(ComparedValue.KERNEL, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private Reading<Optional<String>> read(Shell shell, String name) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Sysctl> clean = Sysctl.request(name);
        FactRequest<Sysctl> request =
                new FactRequest<>(clean.fact(), Context.EXEC, clean.locators(), clean.arguments());
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .flatMap(settings -> settings.of(name));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void settingsAreReadAsSysctlNamesThem(Shell shell) throws IOException {
        Path file = root.resolve("proc/sys/net/ipv4/conf/eth0.7/forwarding");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "1\t2\n3\n");
        assertThat(read(shell, "net/ipv4/conf/eth0.7/forwarding")).isEqualTo(Reading.got(Optional.of("1 2 3")));
        Path vm = Files.createDirectories(root.resolve("proc/sys/vm"));
        Files.writeString(vm.resolve("swappiness"), "60\n");
        Files.writeString(vm.resolve("core"), "\n");
        assertThat(read(shell, "vm.swappiness")).isEqualTo(Reading.got(Optional.of("60")));
        assertThat(read(shell, "vm.core")).isEqualTo(Reading.got(Optional.of("")));
        assertThat(read(shell, "vm.nothing")).isEqualTo(Reading.got(Optional.empty()));
        assertThat(read(shell, "vm").isMissing()).isTrue();
        Files.writeString(root.resolve("secret"), "x\n");
        assertThat(read(shell, "../../secret").isMissing()).isTrue();
        assertThat(read(shell, "vm/../../../secret").isMissing()).isTrue();
    }

    @Test
    void whatProfilesCompareMostIsAskedForTogether() {
        assertThat(Sysctl.request("vm.swappiness")).isEqualTo(Sysctl.request("kernel.pid_max"));
        assertThat(Sysctl.request("vm.dirty_ratio")).isNotEqualTo(Sysctl.request("kernel.pid_max"));
    }
}
