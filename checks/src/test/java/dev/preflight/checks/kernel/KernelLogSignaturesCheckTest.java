package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.checks.Judged;
import dev.preflight.checks.fact.KernelLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelLogSignaturesCheckTest {
    private static final KernelLogSignaturesCheck CHECK = new KernelLogSignaturesCheck();

    /** 2026-03-03T10:11:00Z, 100 days up. */
    private static final String NOW = "now 1772532660 +0000\nuptime 8640000.25\nhost h1.example\ntainted 0\n";

    /** Begins nine days ago. */
    private static final String SYSLOG = """
            source /var/log/messages
            first Feb 22 03:10:01 h1 systemd: Started Session 1 of user root.
            first Feb 22 03:10:02 h1 kernel: device eth0 entered promiscuous mode
            lines
            """;

    private static List<String> said(String... parts) {
        return Judged.said(CHECK, "{}", Map.of("kernel-log", String.join("", parts) + "done\n"));
    }

    private static String line(String time, String text) {
        return " " + time + " h1 kernel: " + text + "\n";
    }

    private static final String WATCHDOG = "NETDEV WATCHDOG: ens2f0 (ixgbe): transmit queue 28 timed out";

    @Test
    void theShippedStringsAreWhatTheProbeLooksFor() {
        assertThat(Signature.SHIPPED).hasSizeGreaterThan(15).allSatisfy(signature -> {
            String[] lines = KernelLog.FACT.script().split("\n", -1);
            assertThat(lines)
                    .anyMatch(l ->
                            l.replaceFirst("^want='", "").replaceFirst("'$", "").equals(signature.contains()));
            assertThat(CHECK.spec().codes()).containsKey(signature.name());
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nic-tx-timeout | nic:eth0   | NETDEV WATCHDOG: eth0 (tg3): transmit queue 0 timed out
            nic-tx-timeout | nic:eno1   | tg3 0000:01:00.0 eno1: NETDEV WATCHDOG: CPU: 3: transmit queue 1 timed out 6012 ms
            soft-lockup    | log        | watchdog: BUG: soft lockup - CPU#3 stuck for 23s! [migration/3:25]
            hard-lockup    | log        | Watchdog detected hard LOCKUP on cpu 10
            hard-lockup    | log        | NMI watchdog: Watchdog detected hard LOCKUP on cpu 10
            rcu-stall      | log        | rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
            rcu-stall      | log        | rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-... } 21 jiffies
            rcu-stall      | log        | INFO: rcu_sched self-detected stall on CPU { 1}
            conntrack-full | log        | nf_conntrack: table full, dropping packet
            conntrack-full | log        | nf_conntrack: nf_conntrack: table full, dropping packet
            conntrack-full | log        | nf_conntrack: nf_conntrack: table full in netns 4026532291, dropping packet
            arp-overflow   | log        | neighbour: arp_cache: neighbor table overflow!
            io-error       | device:sda1 | EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0
            io-error       | device:dm-2 | XFS (dm-2): Corruption detected. Unmount and run xfs_repair
            io-error       | device:dm-2 | XFS (dm-2): Log I/O Error Detected. Shutting down filesystem
            io-error       | device:sdb | blk_update_request: I/O error, dev sdb, sector 2048
            io-error       | device:sdb | critical medium error, dev sdb, sector 4711 op 0x0:(READ)
            io-error       | device:md0 | md/raid1:md0: Disk failure on sdb1, disabling device.
            """)
    void whatMeansThatTheHostIsFailingFails(String code, String subject, String text) {
        assertThat(said(NOW, SYSLOG, line("Mar  3 10:00:00", text))).containsExactly("fail " + code + " " + subject);
    }

    /** What virtual machines say at every boot of a drive without a medium; sdfd and srv are disks of their own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            blk_update_request: I/O error, dev fd0, sector 0                                     | pass ok host
            print_req_error: I/O error, dev sr0, sector 4328448 flags 80700                      | pass ok host
            I/O error, dev sr1, sector 0 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2         | pass ok host
            blk_update_request: I/O error, dev sdfd, sector 0                                    | fail io-error device:sdfd
            blk_update_request: I/O error, dev srv1, sector 0                                    | fail io-error device:srv1
            """)
    void aDriveWithoutAMediumIsNoFault(String text, String expected) {
        assertThat(said(NOW, SYSLOG, line("Mar  3 10:00:00", text))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hung-task  | INFO: task java:4711 blocked for more than 120 seconds.
            oom        | Out of memory: Kill process 4711 (java) score 900 or sacrifice child
            oom        | Out of memory: Killed process 4711 (java) total-vm:1kB
            mce        | mce: [Hardware Error]: Machine check events logged
            unregister | unregister_netdevice: waiting for lo to become free. Usage count = 1
            """)
    void whatSomebodyShouldLookAtWarns(String code, String text) {
        assertThat(said(NOW, SYSLOG, line("Mar  3 10:00:00", text))).containsExactly("warning " + code + " log");
    }

    /** Seven days before 2026-03-03T10:11:00. */
    @ParameterizedTest
    @CsvSource({
        "Feb 24 10:10:59, warning",
        "Feb 24 10:11:00, fail",
        "Feb 24 10:11:01, fail",
    })
    void olderThanSevenDaysLowersToAWarning(String time, String outcome) {
        assertThat(said(NOW, SYSLOG, line(time, WATCHDOG))).containsExactly(outcome + " nic-tx-timeout nic:ens2f0");
    }

    @Test
    void whatWasBeforeThisBootLowersToAWarning() {
        String restarted = NOW.replace("8640000.25", "3600.00");
        assertThat(said(restarted, SYSLOG, line("Mar  3 09:10:59", WATCHDOG)))
                .containsExactly("warning nic-tx-timeout nic:ens2f0");
        assertThat(said(restarted, SYSLOG, line("Mar  3 09:11:00", WATCHDOG)))
                .containsExactly("fail nic-tx-timeout nic:ens2f0");
    }

    @Test
    void aNewLineIsNotHiddenByAnOldOneOfTheSameSubject() {
        String old = line("Feb 20 10:00:00", WATCHDOG);
        String recent = line("Mar  3 10:00:00", WATCHDOG);
        assertThat(said(NOW, SYSLOG, old, recent)).containsExactly("fail nic-tx-timeout nic:ens2f0");
        assertThat(said(NOW, SYSLOG, recent, old)).containsExactly("fail nic-tx-timeout nic:ens2f0");
    }

    @Test
    void aCentralFileHoldsLinesOfOtherHostsAndPrograms() {
        assertThat(said(NOW, SYSLOG, " Mar  3 10:00:00 h2 kernel: " + WATCHDOG + "\n"))
                .containsExactly("pass ok host");
        assertThat(said(NOW, SYSLOG, " 2026-03-03T10:00:00.1+00:00 h10 kernel: " + WATCHDOG + "\n"))
                .containsExactly("pass ok host");
        assertThat(said(NOW, SYSLOG, " Mar  3 10:00:00 h1 app[77]: saw kernel: " + WATCHDOG + "\n"))
                .containsExactly("pass ok host");
        assertThat(said(NOW, SYSLOG, " Mar  3 10:00:00 H1.example.com kernel: " + WATCHDOG + "\n"))
                .containsExactly("fail nic-tx-timeout nic:ens2f0");
    }

    @Test
    void theWarningThatIsPrintedOnceMayBeGoneWhileTheCounterStands() {
        String dmesg = "source dmesg\nfirst [8639000.100000] br0: port 1 entered forwarding state\nlines\n";
        String counted = "tx-timeout ens2f0 0\ntx-timeout ens2f0 3\n";
        assertThat(said(NOW, counted, dmesg)).containsExactly("fail nic-tx-timeout nic:ens2f0");
        // A log of seven days without the line puts it before them.
        assertThat(said(NOW, counted, SYSLOG)).containsExactly("warning nic-tx-timeout nic:ens2f0");
        List<Judgement> both = Judged.by(
                CHECK,
                "{}",
                Map.of("kernel-log", NOW + counted + SYSLOG + line("Mar  3 10:00:00", WATCHDOG) + "done\n"));
        assertThat(both)
                .singleElement()
                .satisfies(
                        j -> assertThat(j.args().toString()).contains("timeouts=Count[value=3]", "transmit queue 28"));
    }

    @Test
    void aSoftLockupOfAVirtualMachineIsAWarning() {
        String lockup = line("Mar  3 10:00:00", "watchdog: BUG: soft lockup - CPU#3 stuck for 23s! [java:4711]");
        assertThat(said(NOW, SYSLOG, lockup)).containsExactly("fail soft-lockup log");
        assertThat(said(NOW, "virtual\n", SYSLOG, lockup)).containsExactly("warning soft-lockup log");
        String tainted = NOW.replace("tainted 0", "tainted 16384");
        assertThat(said(tainted, "virtual\n", SYSLOG)).containsExactly("warning soft-lockup log");
        // Other signatures are not lowered there.
        assertThat(said(NOW, "virtual\n", SYSLOG, line("Mar  3 10:00:00", WATCHDOG)))
                .containsExactly("fail nic-tx-timeout nic:ens2f0");
    }

    private static final String DENIED =
            "denied dmesg dmesg: read kernel buffer failed: Operation not permitted\nsource journal\nlines\n";

    @ParameterizedTest
    @CsvSource({
        "0, unknown no-permission host",
        "512, unknown no-permission host",
        "16384, fail soft-lockup log",
        "128, fail oops log",
    })
    void withoutAnyLogTheCountersSpeakAndBitNineAloneIsWeak(long tainted, String expected) {
        assertThat(said(NOW.replace("tainted 0", "tainted " + tainted), DENIED)).containsExactly(expected);
    }

    @Test
    void withoutAnyLogNothingPasses() {
        assertThat(said(NOW, DENIED, "tx-timeout eth0 1\n")).containsExactly("fail nic-tx-timeout nic:eth0");
        assertThat(said(NOW.replace("tainted 0", "tainted 16"), DENIED))
                .containsExactly("warning mce log", "unknown no-permission host");
        assertThat(said(NOW)).containsExactly("unknown no-tool host");
        // An Alpine with a wrapped ring and no syslog.
        assertThat(said(NOW, "source dmesg\nfirst [8639000.100000] x\nlines\n"))
                .containsExactly("unknown sample-too-short host");
    }

    /** Boot plus two minutes, or seven days: whichever is later. */
    @ParameterizedTest
    @CsvSource({
        "8640000.25, 8035199.0, pass ok host",
        "8640000.25, 8035200.0, pass ok host",
        "8640000.25, 8035201.0, unknown sample-too-short host",
        "3600.00, 120.0, pass ok host",
        "3600.00, 121.0, unknown sample-too-short host",
    })
    void onlyALogThatReachesBackFarEnoughPasses(String uptime, String first, String expected) {
        assertThat(said(
                        NOW.replace("8640000.25", uptime),
                        "source dmesg\nfirst [" + first + "00000] usb 1-1: new device\nlines\n"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source dmesg\nfirst [    0.000000] Linux version 5.10.0 (mock) #1 SMP\nlines\n [  3.1] SGI XFS with ACLs\n",
                "source dmesg\nfirst [    0.000000][    T0] Linux version 6.6.14-0-lts\nlines\n",
                "source dmesg\nfirst Linux version 4.18.0 without printk.time\nlines\n",
                "source journal\nfirst -- Logs begin at Mon 2026-02-23 07:44:20 UTC. --\n"
                        + "first 2026-02-23T07:44:20+0000 h1 kernel: Linux version 3.10.0-1160.el7\nlines\n",
                "source /var/log/kern.log\nfirst Feb 15 00:00:06 h1 kernel: [ 1.0] x\nlines\n",
                "source /var/log/messages\nfirst 2026-02-15T00:00:06.123456+08:00 h1 kernel: x\nlines\n",
            })
    void healthyHostsOfEveryFamilyPass(String log) {
        assertThat(said(NOW, "tx-timeout eth0 0\n", log)).containsExactly("pass ok host");
    }

    @Test
    void aContainerSeesTheKernelOfItsHost() {
        String identity = "Linux 6.1 x86_64\n0\ncontainer=docker\nID=debian\ndone\n";
        Map<String, String> printed = Map.of("host-identity", identity, "kernel-log", NOW + DENIED + "done\n");
        assertThat(Judged.said(CHECK, "{}", printed)).containsExactly("not-applicable in-container host");
        assertThat(Judged.said(CHECK, "treat_as_host: true", printed)).containsExactly("unknown no-permission host");
    }

    private static final String SITE = """
            more:
              - {name: acme-hba-reset, contains: acme_hba, pattern: 'acme_hba (?<subject>\\S+): reset', severity: SEVERITY, effect: E, advice: A}
            """;

    @ParameterizedTest
    @CsvSource({"blocker, fail, BLOCKER", "warning, warning, WARNING", "info, warning, INFO"})
    void aSitesOwnLinesCountAsItSays(String severity, String outcome, Severity expected) {
        List<Judgement> said = Judged.by(
                CHECK,
                SITE.replace("SEVERITY", severity),
                Map.of("kernel-log", NOW + SYSLOG + line("Mar  3 10:00:00", "acme_hba scsi2: reset") + "done\n"));
        assertThat(said).singleElement().satisfies(j -> {
            assertThat(j.outcome().code()).isEqualTo(outcome);
            assertThat(j.subject()).hasToString("signature:acme-hba-reset:scsi2");
            assertThat(j.severity()).contains(expected);
            assertThat(j.args().toString()).contains("effect=Text[value=E]", "advice=Text[value=A]");
        });
    }

    @Test
    void aPatternOfNestedRepetitionsIsReadOnceAndTellsAsAnyOther() {
        String yaml = "more: [{name: slow, contains: aaaa, pattern: '(.*a){30}'}]";
        String long1 = line("Mar  3 10:00:00", "a".repeat(400));
        assertThat(Judged.said(CHECK, yaml, Map.of("kernel-log", NOW + SYSLOG + long1 + "done\n")))
                .anyMatch(said -> said.contains("signature:slow") && !said.contains("unknown"));
    }
}
