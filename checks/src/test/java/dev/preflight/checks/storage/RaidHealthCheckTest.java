package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mdstat of several kernels and programs of several vendors say, and what that means. */
class RaidHealthCheckTest {
    private static final RaidHealthCheck CHECK = new RaidHealthCheck();

    private static List<String> said(String yaml, String md, String raid, String mounts) {
        return Judged.said(
                CHECK,
                yaml,
                Map.of(
                        "md-arrays", md + "done\n",
                        "raid-controllers", raid + "done\n",
                        "local-mounts", mounts + "mounts\ndone\n"));
    }

    private static List<String> md(String yaml, String... lines) {
        return said(yaml, "mdstat\n Personalities : [raid1] \n" + String.join("\n", lines) + "\n", "", "");
    }

    private static List<String> raid(String text) {
        return said("{}", "no-mdstat\n", text, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            raid1 sdb1[1] sda1[0]                 | super 1.2 [2/2] [UU]                                  | pass ok
            raid1 sdb1[1](F) sda1[0]              | super 1.2 [2/1] [U_]                                  | fail degraded
            raid1 sda1[0]                         | [2/1] [U_]                                            | fail degraded
            raid6 sdd[3] sdc[2] sdb[1] sda[0]     | super 1.2 level 6, 512k chunk, algorithm 2 [4/3] [UUU_] | fail degraded
            raid1 sdc1[2] sdb1[1] sda1[0](F)      | super 1.2 [2/2] [UU]                                  | fail faulty-member
            raid0 sdb1[1] sda1[0]                 | super 1.2 512k chunks                                 | pass ok
            linear sdb1[1] sda1[0]                | super 1.2 0k rounding                                 | pass ok
            (auto-read-only) raid1 sdb[1] sda[0]  | super 1.2 [2/2] [UU]                                  | pass ok
            (read-only) raid1 sdb[1] sda[0]       | super 1.2 [2/2] [UU]                                  | pass ok
            raid1 nvme1n1p3[1](W) nvme0n1p3[0]    | super 1.2 [2/2] [UU]                                  | pass ok
            raid5 sdd[4](J) sdc[2] sdb[1] sda[0]  | super 1.2 level 5, 64k chunk, algorithm 2 [3/3] [UUU] | pass ok
            raid1 sdc[2](S) sdb1[1] sda1[0]       | super 1.2 [2/2] [UU]                                  | pass ok
            raid1 sdb1[1] sda1[0]                 | super 1.2                                             | unknown not-readable
            """)
    void anArrayThatLacksADiskFails(String disks, String detail, String expected) {
        assertThat(md("{}", " md0 : active " + disks, "       104792 blocks " + detail))
                .containsExactly(expected + " md:md0");
    }

    @Test
    void aSetOfDisksIsNoArrayAndAnArrayInItIs() {
        assertThat(md("{}", " md127 : inactive sdb[1](S) sda[0](S)", "       6306 blocks super external:imsm"))
                .containsExactly("pass container md:md127");
        assertThat(md("{}", " md127 : inactive sdb[1](S) sda[0](S)", "       65536 blocks super external:ddf"))
                .containsExactly("pass container md:md127");
        assertThat(md("{}", " md126 : inactive sda[0]", "       976759808 blocks super external:/md127/0"))
                .containsExactly("fail inactive md:md126");
        assertThat(md("{}", " md0 : inactive sdb1[1](S) sda1[0](S)", "       2095104 blocks super 1.2"))
                .containsExactly("fail inactive md:md0");
        // A name that was opened, and nothing is behind it.
        assertThat(said("{}", "mdstat\n Personalities : \narray md5\n array_state clear\n", "", ""))
                .containsExactly("not-applicable no-raid host");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [2/1] [_U] | [=>..]  recovery = 12.6% (37043392/292945152) finish=127.5min speed=33440K/sec | fail degraded, warning rebuilding
            [2/2] [UU] | [>...]  resync =  0.4% (4096/1047552) finish=3.0min speed=1024K/sec            | warning rebuilding
            [2/2] [UU] | resync=DELAYED                                                                 | warning rebuilding
            [2/2] [UU] | resync=PENDING                                                                 | warning rebuilding
            [2/2] [UU] | [>...]  reshape = 10.0% (4096/40960) finish=3.0min speed=1024K/sec             | warning rebuilding
            [2/2] [UU] | [>...]  check = 10.0% (4096/40960) finish=3.0min speed=1024K/sec               | pass ok
            [2/2] [UU] | bitmap: 0/1 pages [0KB], 65536KB chunk                                         | pass ok
            """)
    void whatIsRebuiltIsNotYetSafe(String disks, String work, String expected) {
        List<String> all = new ArrayList<>();
        for (String one : expected.split(", ")) {
            all.add(one + " md:md0");
        }
        assertThat(md(
                        "{}",
                        " md0 : active raid1 sdb1[1] sda1[0]",
                        "       1 blocks super 1.2 " + disks,
                        "       " + work))
                .containsExactlyElementsOf(all);
    }

    /** The file "degraded" and mdstat: the worse one counts. */
    @ParameterizedTest
    @CsvSource({"0, 2, pass ok", "1, 2, fail degraded", "0, 1, fail degraded", "2, 2, fail degraded"})
    void eitherOfKernelsTwoAnswersIsEnough(int degraded, int working, String expected) {
        assertThat(said(
                        "{}",
                        "mdstat\n md0 : active raid6 sdb1[1] sda1[0]\n       1 blocks [2/" + working
                                + "] [UU]\narray md0\n level raid6\n degraded " + degraded + "\n",
                        "",
                        ""))
                .containsExactly(expected + " md:md0");
    }

    @ParameterizedTest
    @CsvSource({
        "raid1, 256, pass ok",
        "raid10, 1, pass ok",
        "raid0, 5, pass ok",
        "raid5, 0, pass ok",
        "raid5, 1, warning mismatch",
        "raid6, 8, warning mismatch",
        "raid4, 8, warning mismatch"
    })
    void aMismatchIsAnErrorWhereThereIsParity(String level, int count, String expected) {
        assertThat(said(
                        "{}",
                        "array md0\n level " + level + "\n degraded 0\n array_state clean\n mismatch_cnt " + count
                                + "\n member sda 0 in_sync\n",
                        "",
                        ""))
                .containsExactly(expected + " md:md0");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, pass ok", "1, 0, warning missing-spare", "1, 1, pass ok", "2, 1, warning missing-spare"})
    void sparesAreCountedWhereSomebodyWantsThem(int wanted, int spares, String expected) {
        String md = " md0 : active raid1 " + (spares > 0 ? "sdc[2](S) " : "") + "sdb1[1] sda1[0]";
        assertThat(md("min_spares: " + wanted, md, "       1 blocks super 1.2 [2/2] [UU]"))
                .containsExactly(expected + " md:md0");
        assertThat(md(
                        "{}",
                        md,
                        "       1 blocks super 1.2 [2/2] [UU]\nconf ARRAY /dev/md0 metadata=1.2 spares=" + wanted
                                + " UUID=1"))
                .containsExactly(expected + " md:md0");
    }

    @Test
    void aBrokenStripeFails() {
        assertThat(said("{}", "array md0\n level raid0\n array_state broken\n member sda 0 in_sync\n", "", ""))
                .containsExactly("fail broken md:md0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "controller 0000:00:17.0 ahci\n", "root\ncontroller 0000:00:0e.0 vmd\n"})
    void aHostWithoutRaidIsNotConcerned(String controllers) {
        assertThat(raid(controllers)).containsExactly("not-applicable no-raid host");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            megaraid_sas |      | unknown no-permission
            megaraid_sas | root | unknown no-tool
            hpsa         | root | unknown no-tool
            aacraid      | root | unknown no-tool
            none         |      | unknown no-tool
            arcmsr       | root | unknown no-tool
            """)
    void aControllerThatNobodyAskedIsUnknown(String driver, String root, String expected) {
        assertThat(raid((root == null ? "" : root + "\n") + "controller 0000:18:00.0 " + driver + "\n"))
                .containsExactly(expected + " controller:0000:18:00.0");
    }

    private static String storcli(String status, String drives) {
        return "root\ncontroller 0000:18:00.0 megaraid_sas\ncli storcli storcli64\n {\n \"Controllers\":[\n {\n  \"Command Status\" : {\n"
                + "   \"CLI Version\" : \"007.1907.0000.0000 Sep 13, 2021\",\n   \"Operating system\" : \"Linux 5.14.0\",\n   \"Controller\" : 0,\n"
                + "   \"Status\" : \"Success\",\n   \"Description\" : \"" + status + "\"\n  }" + drives
                + "\n }\n ]\n }\n";
    }

    private static String drives(String... states) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            all.add("{ \"DG/VD\" : \"" + i + "/" + i + "\", \"TYPE\" : \"RAID1\", \"State\" : \"" + states[i]
                    + "\", \"Access\" : \"RW\", \"Size\" : \"446.625 GB\", \"Name\" : \"\" }");
        }
        return ",\n  \"Response Data\" : {\n   \"Virtual Drives\" : [ " + String.join(",", all) + " ]\n  }";
    }

    @Test
    void broadcomsProgramNamesTheDrive() {
        assertThat(raid(storcli("None", drives("Optl", "Optl"))))
                .containsExactly("pass controller-ok controller:0000:18:00.0");
        assertThat(raid(storcli("None", drives("Optl", "Dgrd"))))
                .containsExactly(
                        "fail volume-not-optimal volume:c0 v1/1", "pass controller-ok controller:0000:18:00.0");
        for (String state : List.of("Pdgd", "OfLn", "Rec")) {
            assertThat(raid(storcli("None", drives(state)))).first().asString().startsWith("fail volume-not-optimal");
        }
        assertThat(raid(storcli("No VD's have been configured.", "")))
                .containsExactly("pass controller-ok controller:0000:18:00.0");
        assertThat(raid(storcli("Un-supported command", "")))
                .containsExactly("unknown malformed controller:0000:18:00.0");
        assertThat(raid("root\ncontroller 0000:18:00.0 megaraid_sas\ncli storcli storcli64\n Segmentation fault\n"))
                .containsExactly("unknown malformed controller:0000:18:00.0");
        // Dell's answers for a controller that Broadcom's does not see.
        assertThat(raid(storcli("No Controller found", "").replace("Success", "Failure")))
                .containsExactly("unknown ambiguous controller:0000:18:00.0");
        assertThat(raid(storcli("No Controller found", "")
                        + storcli("None", drives("Optl"))
                                .replaceFirst("(?s).*?(?=cli )", "")
                                .replace("storcli64", "perccli64")))
                .containsExactly("pass controller-ok controller:0000:18:00.0");
        // Two on the bus, and the program speaks of one.
        assertThat(raid("controller 0000:af:00.0 megaraid_sas\n" + storcli("None", drives("Optl"))))
                .containsExactly(
                        "unknown ambiguous controller:0000:af:00.0", "unknown ambiguous controller:0000:18:00.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RAID 1, OK                            | pass
            RAID 1+0, OK                          | pass
            RAID 5, Failed                        | fail
            RAID 5, Interim Recovery Mode         | fail
            RAID 5, Recovering, 12.34% complete   | fail
            RAID 1, Ready for Rebuild             | fail
            """)
    void hpesProgramNamesTheDrive(String drive, String outcome) {
        assertThat(raid("root\ncontroller 0000:5c:00.0 smartpqi\ncli ssacli ssacli\n \n"
                        + " Smart Array P408i-a SR Gen10 in Slot 0 (Embedded)  (sn: X)\n \n    Array A (SAS, Unused Space: 0  MB)\n \n"
                        + "       logicaldrive 1 (279.37 GB, " + drive + ")\n \n"
                        + "       physicaldrive 1I:1:1 (port 1I:box 1:bay 1, SAS HDD, 300 GB, OK)\n"))
                .contains("pass controller-ok controller:0000:5c:00.0")
                .hasSize(outcome.equals("pass") ? 1 : 2)
                .first()
                .asString()
                .startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource({"Optimal, pass", "Degraded, fail", "Impacted, fail", "'Degraded, Rebuilding', fail"})
    void adaptecsProgramNamesTheDrive(String state, String outcome) {
        for (String spelling : List.of(
                "Status of logical device                 : ", "Status of Logical Device                   : ")) {
            assertThat(raid("root\ncontroller 0000:01:00.0 aacraid\ncli arcconf arcconf\n Controllers found: 1\n"
                            + " ------------------------------\n Logical device information\n ------------------------------\n"
                            + " Logical Device number 0\n    Logical Device name                        : a\n    RAID level                 : 1\n    "
                            + spelling + state + "\n \n Command completed successfully.\n"))
                    .hasSize(outcome.equals("pass") ? 1 : 2)
                    .first()
                    .asString()
                    .startsWith(outcome);
        }
        assertThat(raid("root\ncontroller 0000:01:00.0 aacraid\ncli arcconf arcconf\n Invalid argument\n"))
                .containsExactly("unknown malformed controller:0000:01:00.0");
    }

    @Test
    void poolsAreWhatZfsSays() {
        assertThat(raid("pool tank ONLINE\ncli zpool zpool\n all pools are healthy\n"))
                .containsExactly("pass pool-ok pool:tank");
        assertThat(
                        raid(
                                "pool tank DEGRADED\ncli zpool zpool\n   pool: tank\n  state: DEGRADED\n status: One or more devices\n"))
                .containsExactly("fail pool-not-healthy pool:tank");
        // All devices are there, and one returned wrong data.
        assertThat(raid("pool tank ONLINE\npool b ONLINE\ncli zpool zpool\n   pool: tank\n  state: ONLINE\n"))
                .containsExactly("fail pool-not-healthy pool:tank", "pass pool-ok pool:b");
        assertThat(
                        raid(
                                "pool tank ONLINE\ncli zpool zpool\n Permission denied the ZFS utilities must be run as root.\n"))
                .contains("unknown not-readable pool");
    }

    @Test
    void aFileSystemThatTheKernelStoppedFails() {
        String stopped = "read-only 8:17 /data rw,relatime ext4 /dev/sdb1 ro,errors=remount-ro\n";
        String asked = "read-only 8:17 /data ro,relatime ext4 /dev/sdb1 ro\n";
        assertThat(said("{}", "no-mdstat\n", "", stopped)).containsExactly("fail read-only mount:/data");
        assertThat(said("{}", "no-mdstat\n", "", stopped + "fstab /data ro\n"))
                .containsExactly("fail read-only mount:/data");
        assertThat(said("{}", "no-mdstat\n", "", asked)).containsExactly("not-applicable no-raid host");
        assertThat(said("{}", "no-mdstat\n", "", asked + "fstab /data noauto,ro\n"))
                .containsExactly("not-applicable no-raid host");
        assertThat(said("{}", "no-mdstat\n", "", asked + "fstab /data defaults\n"))
                .containsExactly("fail read-only mount:/data");
        assertThat(said("read_only_mounts: [/data]", "no-mdstat\n", "", asked + "fstab /data defaults\n"))
                .containsExactly("not-applicable no-raid host");
        // Once, though it is mounted twice.
        assertThat(said("{}", "no-mdstat\n", "", stopped + stopped.replace("/data", "/bind")))
                .hasSize(1);
    }

    @Test
    void withoutTheControllersAnswerNothingIsWhole() {
        assertThat(Judged.said(
                        CHECK,
                        "{}",
                        Map.of(
                                "md-arrays",
                                "mdstat\n md0 : active raid1 sdb[1] sda[0]\n       1 blocks [2/2] [UU]\ndone\n",
                                "local-mounts",
                                "mounts\ndone\n")))
                .containsExactly("pass ok md:md0", "unknown not-collected controller");
    }

    @Test
    void aContainerIsNotConcerned() {
        Map<String, String> printed = Map.of(
                "host-identity", "Linux 6.1.0 x86_64\n0\ncontainer=docker\nID=debian\ndone\n",
                "md-arrays", "mdstat\n md0 : inactive sda[0]\ndone\n",
                "raid-controllers", "done\n",
                "local-mounts", "mounts\ndone\n");
        assertThat(Judged.said(CHECK, "{}", printed)).containsExactly("not-applicable in-container host");
        assertThat(Judged.said(CHECK, "treat_as_host: true", printed)).containsExactly("fail inactive md:md0");
    }
}
