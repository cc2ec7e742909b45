package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scoped;
import dev.preflight.checks.JudgedFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTotalCheckTest {
    private static final FleetTotalCheck CHECK = new FleetTotalCheck();

    /** What did not come. */
    private static final String NOTHING = "?";

    private static String cpus(String count) {
        int last = Integer.parseInt(count) - 1;
        return "online 0-" + last + "\npresent 0-" + last + "\nsmt notsupported\nclass 2\nallowed 0-" + last
                + "\ndone\n";
    }

    /** In GiB, of blocks of 128 MiB. */
    private static String memory(String gib) {
        long size = Long.parseLong(gib);
        return "MemTotal: " + (size * 1_048_576 - 400_000) + "\nblocks " + 8 * size + " 8000000\ncrash 0\ndone\n";
    }

    private static String disks(String states) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < states.length(); i++) {
            text.append("device sd")
                    .append((char) ('a' + i))
                    .append("\n sectors 3907029168\n ro 0\n number 8:")
                    .append(16 * i);
            text.append(states.charAt(i) == 'x' ? "" : "\n signatures udev");
            text.append(states.charAt(i) == 'u' ? "\n has ID_FS_TYPE=ext4" : "");
            text.append("\n rotational 0\n removable 0\n physical\n");
        }
        return text + "blkid denied\nmounts\n 8:1 /dev/sda1 /boot\nswaps\nfstab\ndone\n";
    }

    private static String room(String gib) {
        long blocks = Long.parseLong(gib) * 262_144;
        return "mount 8:1 /data ext4 /dev/sdb1\nroom 4096 " + 2 * blocks + " " + blocks + " " + blocks
                + " 1000 900\ndone\n";
    }

    private static JudgedFleet fleet(String fact, List<String> printed) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < printed.size(); i++) {
            fleet.host("h" + (i + 1), printed.get(i).equals(NOTHING) ? Map.of() : Map.of(fact, printed.get(i)));
        }
        return fleet;
    }

    private static JudgedFleet of(String measure, String amounts) {
        List<String> printed = new ArrayList<>();
        for (String amount : amounts.split("\\+")) {
            printed.add(
                    switch (amount.equals(NOTHING) ? NOTHING : measure) {
                        case "cpu" -> cpus(amount);
                        case "memory" -> memory(amount);
                        case "disk-free" -> room(amount);
                        case "unused-disks" -> disks(amount);
                        default -> NOTHING;
                    });
        }
        String fact =
                Map.of("disk-free", "space", "unused-disks", "block-devices").getOrDefault(measure, measure);
        return fleet(fact, printed);
    }

    private static String said(String measure, String yaml, String amounts) {
        return of(measure, amounts).said(CHECK, "measure: " + measure + "\n" + yaml.replace("; ", "\n")).stream()
                .map(line -> line.split(" ", -1)[2])
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "memory, min: 96GiB, 32+32+31, too-little",
        "memory, min: 96GiB, 32+32+32, ok",
        "memory, min: 96GiB, 32+32+33, ok",
        "memory, max: 96GiB, 32+32+33, too-much",
        "memory, max: 96GiB, 32+32+32, ok",
        "memory, max: 96GiB, 32+32+31, ok",
        "cpu, min: 16; without: 1, 8+8+4, too-little-without",
        "cpu, min: 12; without: 1, 8+8+4, ok",
        "cpu, min: 16, 8+?+4, unreachable",
        "cpu, min: 12, 8+?+4, ok",
        "cpu, max: 12, 8+?+4, unreachable",
        "cpu, max: 11, 8+?+4, too-much",
        "hosts, odd: true, ?+?, even-count",
        "hosts, odd: true, ?+?+?, ok",
        "hosts, odd: true, ?+?+?+?, even-count",
        "hosts, min: 3, ?+?, too-few-hosts",
        "hosts, min: 3, ?+?+?, ok",
        "hosts, min: 3; without: 1, ?+?+?, too-little-without",
        "hosts, max: 3, ?+?+?+?, too-many-hosts",
        "hosts, max: 3, ?+?+?, ok",
        "disk-free, path: /data; min: 300GiB, 100+200, ok",
        "disk-free, path: /data; min: 300GiB, 100+199, too-little",
        "memory, spread: 10, 10+11, ok",
        "memory, spread: 10, 100+111, unequal",
        "memory, spread: 10, 100+?, unreachable",
        "memory, spread: 10, 100+111+?, unequal",
        "memory, spread: 10, 100, ok",
    })
    void boundsAreInclusive(String measure, String yaml, String amounts, String code) {
        assertThat(said(measure, yaml, amounts)).isEqualTo(code);
    }

    /** What the run leaves out with --limit is counted where that is all that counts, and unknown otherwise. */
    @ParameterizedTest
    @CsvSource({
        "hosts, odd: true, ?+?+?, 1, 1, even-count",
        "hosts, odd: true, ?+?, 1, 1, ok",
        "hosts, odd: true, ?+?+?, 0, 1, not-in-run",
        "hosts, max: 3, ?+?+?, 1, 1, too-many-hosts",
        "hosts, max: 3, ?+?, 1, 1, ok",
        "hosts, max: 3, ?+?+?, 0, 1, not-in-run",
        "hosts, max: 3, ?+?+?+?, 0, 9, too-many-hosts",
        "hosts, min: 3, ?, 2, 2, ok",
        "hosts, min: 3, ?, 1, 1, too-few-hosts",
        "hosts, min: 3, ?, 1, 2, not-in-run",
        "hosts, min: 3, ?+?+?, 0, 2, ok",
        "hosts, min: 3; without: 1, ?+?+?, 1, 1, ok",
        "cpu, min: 16, 8+4, 1, 1, not-in-run",
        "cpu, min: 12, 8+4, 1, 1, ok",
        "cpu, max: 12, 8+4, 1, 1, not-in-run",
        "cpu, max: 11, 8+4, 1, 1, too-much",
        "memory, spread: 10, 100, 1, 1, not-in-run",
        "memory, spread: 10, 10+11, 1, 1, not-in-run",
        "memory, spread: 10, 100+111, 1, 1, unequal"
    })
    void hostsThatTheRunLeavesOutCanChangeTheTotal(
            String measure, String yaml, String amounts, int least, int most, String code) {
        List<Scoped> said = of(measure, amounts)
                .unseen("", least, most)
                .by(CHECK, "measure: " + measure + "\n" + yaml.replace("; ", "\n"));
        assertThat(said).hasSize(1);
        assertThat(said.get(0).judgement().code()).isEqualTo(code);
        if (code.equals("not-in-run")) {
            int seen = amounts.split("\\+").length;
            assertThat(said.get(0).judgement().args().get("detail")).isEqualTo(Arg.text(seen + "/" + (seen + most)));
        }
    }

    @Test
    void ofAGroupOnlyItsOwnHostsAreMissed() {
        assertThat(of("cpu", "8+8").unseen("", 4, 4).said(CHECK, "measure: cpu\ngroup: all\nmin: 17\n"))
                .containsExactly("fleet fail too-little cpu:all");
        assertThat(of("cpu", "8+8").unseen("all", 1, 1).said(CHECK, "measure: cpu\ngroup: all\nmin: 17\n"))
                .containsExactly("fleet unknown not-in-run cpu:all");
    }

    /** Without the largest: that may be the host that did not say, and then the others are too small whatever it has. */
    @Test
    void aHostThatDidNotSayIsNoExcuseWhereItCannotHelp() {
        assertThat(said("cpu", "min: 16; without: 1", "8+?")).isEqualTo("too-little-without");
        assertThat(said("cpu", "min: 16; without: 1", "8+8+?")).isEqualTo("unreachable");
        assertThat(said("cpu", "min: 16; without: 1", "8+8+8+?")).isEqualTo("ok");
    }

    /** {@code u} has a file system, {@code f} is free, of {@code x} it is not known. */
    @ParameterizedTest
    @CsvSource({
        "2, uff, ok",
        "3, uff, too-little",
        "3, ufx+ff, ok",
        "3, ufx+f, no-permission",
        "3, ufx, too-little",
        "2, ufx, no-permission"
    })
    void disksOfWhichItIsNotKnownMayHelp(String min, String disks, String code) {
        assertThat(said("unused-disks", "min: " + min, disks)).isEqualTo(code);
    }

    /** Where the kernel shows no blocks, MemTotal is what is left of what is installed. */
    @Test
    void memoryWithoutBlocksIsAcceptedAsTheCheckOfOneHostDoes() {
        String total = "MemTotal: 30500000\ncrash 0\ndone\n";
        assertThat(fleet("memory", List.of(total, total, total)).said(CHECK, "measure: memory\nmin: 96GiB\n"))
                .containsExactly("fleet pass ok memory");
        assertThat(fleet("memory", List.of(total, total, total)).said(CHECK, "measure: memory\nmin: 97GiB\n"))
                .containsExactly("fleet fail too-little memory");
    }

    @Test
    void aContainerHasNoMoreThanItMayUse() {
        String limited = memory("32").replace("done\n", "limit 8589934592 /\ndone\n");
        assertThat(fleet("memory", List.of(limited, memory("32"))).said(CHECK, "measure: memory\nmin: 41GiB\n"))
                .containsExactly("fleet fail too-little memory");
        assertThat(fleet("memory", List.of(limited, memory("32"))).said(CHECK, "measure: memory\nmin: 40GiB\n"))
                .containsExactly("fleet pass ok memory");
    }

    @Test
    void whatIsNotMountedHasNoRoom() {
        String absent = room("500").replace("done\n", "absent\nwanted fstab /data\ndone\n");
        assertThat(fleet("space", List.of(absent, room("10")))
                        .said(CHECK, "measure: disk-free\npath: /data\nmin: 11GiB\n"))
                .containsExactly("fleet fail too-little disk-free:/data");
    }

    @Test
    void theHostsAndWhatTheyHaveAreNamed() {
        Judgement said =
                of("cpu", "8+8+4+?").by(CHECK, "measure: cpu\nmin: 99\n").get(0).judgement();
        assertThat(said.args().get("detail")).isEqualTo(Arg.text("h4: refused"));
        Judgement little =
                of("cpu", "8+8+4").by(CHECK, "measure: cpu\nmin: 99\n").get(0).judgement();
        assertThat(little.args().get("values")).isEqualTo(Arg.texts(List.of("8 (h1, h2)", "4 (h3)")));
        assertThat(little.args().get("total")).isEqualTo(Arg.text("20"));
    }

    @Test
    void aGroupCountsAlone() {
        assertThat(of("cpu", "8+8").said(CHECK, "measure: cpu\ngroup: all\nmin: 16\n"))
                .containsExactly("fleet pass ok cpu:all");
        assertThat(of("cpu", "8+8").said(CHECK, "measure: cpu\ngroup: storage\nmin: 1\n"))
                .containsExactly("fleet fail too-little cpu:storage");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        for (String yaml : List.of(
                "measure: memory\nmin: 96\n",
                "measure: cpu\nmin: 16GiB\n",
                "measure: disk-free\nmin: 16GiB\n",
                "measure: cpu\npath: /data\nmin: 16\n",
                "measure: cpu\nmin: 16\nmax: 15\n",
                "measure: cpu\nmax: 15\nwithout: 1\n",
                "spread: 10\n")) {
            assertThatThrownBy(() -> of("cpu", "8").said(CHECK, yaml)).as(yaml).isInstanceOf(RuntimeException.class);
        }
        assertThat(Optional.of(Amount.parse("16"))).contains(new Amount(16, false));
    }
}
