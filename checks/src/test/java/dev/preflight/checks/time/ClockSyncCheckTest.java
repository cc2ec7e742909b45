package dev.preflight.checks.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.ProbeTiming;
import dev.preflight.api.Severity;
import dev.preflight.checks.JudgedFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockSyncCheckTest {
    private static final ClockSyncCheck CHECK = new ClockSyncCheck();
    private static final long BASE = 1_800_000_000L;
    private static final String GOOD =
            "process chronyd\nchronyc 0\n Leap status     : Normal\nzone Asia/Shanghai\noffset +0800\n";

    private static String clock(long millis) {
        return (BASE + Math.floorDiv(millis, 1000)) + String.format(".%03d000000", Math.floorMod(millis, 1000)) + "\n";
    }

    private static Map<String, String> host(long millis, String sync) {
        return Map.of("clock", clock(millis), "time-sync", sync);
    }

    private static JudgedFleet clocks(long... millis) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < millis.length; i++) {
            fleet.host("h" + (i + 1), host(millis[i], GOOD));
        }
        return fleet;
    }

    private static List<String> skew(JudgedFleet fleet) {
        return fleet.said(CHECK, "{}").stream()
                .filter(line -> line.endsWith("clock:skew"))
                .map(line -> line.replace(" clock:skew", ""))
                .toList();
    }

    private static List<String> service(String sync) {
        return new JudgedFleet()
                        .host("h1", host(0, sync))
                        .host("h2", host(0, GOOD))
                        .host("h3", host(0, GOOD))
                        .said(CHECK, "{}")
                        .stream()
                        .filter(line -> line.startsWith("host:h1") && line.endsWith("clock:service"))
                        .map(line -> line.replace("host:h1 ", "").replace(" clock:service", ""))
                        .toList();
    }

    private static List<String> zones(String... zones) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < zones.length; i++) {
            fleet.host("h" + (i + 1), host(0, "process chronyd\nchronyc 0\n Leap status : Normal\n" + zones[i]));
        }
        return fleet.said(CHECK, "{}").stream()
                .filter(line -> line.endsWith("clock:time-zone") && !line.contains(" pass "))
                .map(line -> line.replace(" clock:time-zone", ""))
                .toList();
    }

    @Test
    void anOffsetIsExactlyTheMiddleOfWhatItCanBe() {
        Instant sent = Instant.ofEpochSecond(100, 200_000_001);
        ProbeTiming exchange = new ProbeTiming(sent, sent.plusNanos(40_000_000));
        Clock ahead = new Clock(sent.plusNanos(20_000_000).plusSeconds(37), Duration.ZERO);
        assertThat(ClockOffsets.Offset.of(ahead, exchange))
                .isEqualTo(new ClockOffsets.Offset(Duration.ofSeconds(37), Duration.ofMillis(20), Duration.ZERO));
        Clock whole = new Clock(Instant.ofEpochSecond(100), Duration.ofSeconds(1));
        ClockOffsets.Offset blurred = ClockOffsets.Offset.of(whole, exchange);
        assertThat(blurred.error()).isEqualTo(Duration.ofMillis(520));
        assertThat(blurred.middle()).isEqualTo(Duration.ofNanos(279_999_999));
    }

    @Test
    void theThresholdsHoldToTheMillisecond() {
        assertThat(skew(clocks(0, 0, 500))).contains("host:h3 pass ok");
        assertThat(skew(clocks(0, 0, 501))).contains("host:h3 warning skew");
        assertThat(skew(clocks(0, 0, 5000))).contains("host:h3 warning skew");
        assertThat(skew(clocks(0, 0, 5001))).contains("host:h3 fail skew");
        assertThat(skew(clocks(0, 0, -5001))).contains("host:h3 fail skew", "host:h1 pass ok", "host:h2 pass ok");
        // It is the host in the middle that counts, not our own clock and not the mean.
        assertThat(skew(clocks(37_000, 37_000, 37_000, 0))).contains("host:h1 pass ok", "host:h4 fail skew");
    }

    @Test
    void ofTwoHalvesNobodyIsBlamed() {
        assertThat(skew(clocks(0, 37_000))).containsExactly("fleet fail no-majority");
        assertThat(skew(clocks(0, 0, 37_000, 37_000))).containsExactly("fleet fail no-majority");
        assertThat(skew(clocks(0, 900))).containsExactly("fleet warning no-majority");
        assertThat(skew(clocks(0, 400))).containsExactly("host:h1 pass ok", "host:h2 pass ok");
    }

    @Test
    void whatIsKnownToHalfTheThresholdIsKnownWellEnough() {
        assertThat(skew(clocks(0, 0, 230).width("h3", Duration.ofMillis(500)))).contains("host:h3 pass ok");
        assertThat(skew(clocks(0, 0, 230).width("h3", Duration.ofMillis(501)))).contains("host:h3 unknown ambiguous");
        // Far enough off for certain, however long the answer took.
        assertThat(skew(clocks(0, 0, 37_000).width("h3", Duration.ofSeconds(20))))
                .contains("host:h3 fail skew");
        // Our clock was set back.
        assertThat(skew(clocks(0, 0, 0).width("h3", Duration.ofMillis(-1)))).contains("host:h3 unknown stale");
    }

    /** Answers that took long are no fault of a host: they hold up no installer, and are no pass. */
    @Test
    void aBusyMachineOfOursLeavesNoHostUndecided() {
        for (int seconds : List.of(2, 6, 12, 60)) {
            JudgedFleet fleet = clocks(0, 0, 100).width("h3", Duration.ofSeconds(seconds));
            assertThat(skew(fleet)).contains("host:h3 unknown ambiguous");
            assertThat(fleet.by(CHECK, "{}").stream()
                            .filter(s -> s.judgement().code().equals("ambiguous"))
                            .map(s -> s.judgement().severity()))
                    .containsExactly(Optional.of(Severity.WARNING));
        }
    }

    @Test
    void howWellAnOffsetIsKnownIsShown() {
        assertThat(clocks(0, 0, 100).by(CHECK, "{}"))
                .filteredOn(s -> s.judgement().subject().toString().equals("clock:skew"))
                .allMatch(s -> s.judgement().args().get("error").equals(Arg.span(Duration.ofMillis(20))));
    }

    @Test
    void wholeSecondsAreUnknownOnlyWhereTheyMatter() {
        JudgedFleet fleet = clocks(0, 0, 0, 0).host("h4", Map.of("clock", BASE + ".%N\n", "time-sync", GOOD));
        assertThat(skew(fleet)).contains("host:h4 unknown whole-seconds");
        assertThat(fleet.by(CHECK, "{}").stream()
                        .filter(s -> s.judgement().code().equals("whole-seconds"))
                        .map(s -> s.judgement().severity()))
                .containsExactly(Optional.of(Severity.WARNING));
        assertThat(skew(clocks(0, 0, 0, 0).host("h4", Map.of("clock", (BASE + 37) + "\n", "time-sync", GOOD))))
                .contains("host:h4 fail skew");
        assertThat(fleet.said(CHECK, "warn_above: 3s\n")).contains("host:h4 pass ok clock:skew");
    }

    @Test
    void hostsThatSayNothingAreUnknownAndBlock() {
        JudgedFleet fleet = clocks(0, 0).host("h3", Map.of());
        assertThat(skew(fleet)).contains("host:h1 pass ok", "host:h3 unknown unreachable");
        assertThat(fleet.by(CHECK, "{}").stream()
                        .filter(s -> s.judgement().subject().toString().equals("clock:skew"))
                        .filter(s -> s.judgement().code().equals("unreachable"))
                        .map(s -> s.judgement().severity()))
                .containsExactly(Optional.of(Severity.BLOCKER));
        assertThat(skew(clocks(0).host("h2", Map.of())))
                .containsExactlyInAnyOrder("host:h1 unknown peer-unreachable", "host:h2 unknown unreachable");
    }

    @Test
    void oneHostIsJudgedByItsServiceAlone() {
        assertThat(clocks(0).said(CHECK, "{}"))
                .containsExactly(
                        "host:h1 pass ok clock:service",
                        "host:h1 not-applicable one-host clock:skew",
                        "host:h1 not-applicable one-host clock:time-zone");
    }

    @Test
    void theServicesOfEveryFamilyAreUnderstood() {
        String end = "zone Asia/Shanghai\noffset +0800\n";
        // EL9, chrony without a source.
        assertThat(service(
                        "process chronyd\nchronyc 0\n Reference ID    : 00000000 ()\n Leap status     : Not synchronised\n"
                                + end))
                .containsExactly("warning unsynchronised");
        assertThat(service("process chronyd\nchronyc 1\n 506 Cannot talk to daemon\n" + end))
                .containsExactly("unknown no-tool");
        // The kernel says no where chronyd only watches: the daemon knows better.
        assertThat(service(
                        "process chronyd\nchronyc 0\n Leap status     : Normal\ntimedatectl 0\n System clock synchronized: no\n"
                                + end))
                .containsExactly("pass ok");
        // EL7.
        assertThat(service(
                        "process ntpd\nntpq 0\n      remote           refid      st t when poll reach\n ==============\n *10.0.0.1        .GPS.            1 u   33   64  377\n"
                                + end))
                .containsExactly("pass ok");
        assertThat(service(
                        "process ntpd\nntpq 0\n      remote           refid      st t when poll reach\n ==============\n  10.0.0.1        .INIT.          16 u    -   64    0\n"
                                + end))
                .containsExactly("warning unsynchronised");
        assertThat(service("process chronyd\ntimedatectl 0\n      NTP enabled: yes\n NTP synchronized: yes\n" + end))
                .containsExactly("pass ok");
        // Debian, Ubuntu.
        assertThat(service("process systemd-timesyn\ntimedatectl 0\n System clock synchronized: yes\n" + end))
                .containsExactly("pass ok");
        // Alpine: busybox ntpd and adjtimex.
        assertThat(service("process ntpd\nadjtimex 0\n     status:       1 (PLL)\n" + end))
                .containsExactly("pass ok");
        assertThat(service("adjtimex 5\n     status:       64 (UNSYNC)\n" + end))
                .containsExactly("warning unsynchronised");
        assertThat(service(end)).containsExactly("warning no-service");
        assertThat(service("hidden-proc\n" + end)).containsExactly("unknown hidden-proc");
        assertThat(service("process chronyd\nprocess systemd-timesyn\nchronyc 0\n Leap status : Normal\n" + end))
                .containsExactly("warning two-services");
    }

    @Test
    void aGuestThatItsHypervisorSetsIsJudgedByItsSkew() {
        String guest = "process vmtoolsd\ntimedatectl 0\n System clock synchronized: no\noffset +0800\n";
        assertThat(service(guest)).containsExactly("pass by-hypervisor");
        assertThat(new JudgedFleet().host("h1", host(0, guest)).said(CHECK, "{}"))
                .contains("host:h1 warning unsynchronised clock:service");
    }

    @Test
    void aContainerHasTheClockOfItsHost() {
        Map<String, String> inside = Map.of(
                "clock",
                clock(0),
                "time-sync",
                "offset +0000\n",
                "host-identity",
                "Linux 6.1 x86_64\n0\ncontainer=docker\ndone\n");
        JudgedFleet fleet = new JudgedFleet().host("h1", inside);
        assertThat(fleet.said(CHECK, "{}")).contains("host:h1 not-applicable in-container clock:service");
        assertThat(fleet.said(CHECK, "treat_as_host: true\n")).contains("host:h1 warning no-service clock:service");
    }

    @Test
    void oneZoneMayHaveSeveralNames() {
        String shanghai = "zone Asia/Shanghai\noffset +0800\n";
        assertThat(zones(shanghai, "zone PRC\noffset +0800\n", "zone-file\noffset +0800\n"))
                .isEmpty();
        assertThat(zones("offset +0000\n", "zone Etc/UTC\noffset +0000\n", "zone UTC\noffset +0000\n"))
                .isEmpty();
        assertThat(zones(shanghai, shanghai, "zone Etc/UTC\noffset +0000\n"))
                .containsExactly("host:h3 warning time-zone");
        assertThat(zones(shanghai, shanghai, "zone-file\noffset +0100\n")).containsExactly("host:h3 warning time-zone");
        assertThat(zones(shanghai, "zone Etc/UTC\noffset +0000\n")).containsExactly("fleet warning time-zones");
        // The same offset in winter, and another law.
        assertThat(zones("zone Europe/Berlin\noffset +0100\n", "zone Africa/Lagos\noffset +0100\n"))
                .containsExactly("fleet warning time-zones");
    }

    @Test
    void howFarEachIsAheadIsToldOfHalves() {
        assertThat(clocks(0, 37_000).by(CHECK, "{}").stream()
                        .filter(s -> s.judgement().code().equals("no-majority"))
                        .map(s -> s.judgement().args().get("clocks")))
                .containsExactly(new Arg.Items(List.of(
                        Arg.text("h1"), Arg.span(Duration.ZERO), Arg.text("h2"), Arg.span(Duration.ofSeconds(37)))));
    }
}
