package dev.preflight.app;

import static dev.preflight.testing.Definitions.absent;
import static dev.preflight.testing.Definitions.file;
import static dev.preflight.testing.Definitions.ran;
import static dev.preflight.testing.Definitions.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.report.FindingTexts;
import dev.preflight.report.Texts;
import dev.preflight.testing.Definitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of sites that are real: they load, lint says nothing of them, and they judge as their authors mean. */
class DefinitionsTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final String YAML = yaml();
    private static final Profile PROFILE = Definitions.profile(CATALOGUE, YAML);

    private static String yaml() {
        try (var in = DefinitionsTest.class.getResourceAsStream("definitions.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckInstance<?> check(String id) {
        return Definitions.instance(PROFILE, id);
    }

    private static String judged(String id, String... printed) {
        Map<String, String> byFact = new TreeMap<>();
        for (int i = 0; i + 1 < printed.length; i += 2) {
            byFact.put(printed[i], printed[i + 1]);
        }
        List<Finding> findings = Definitions.judged(check(id), byFact);
        for (Locale language : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            Texts texts = Texts.of(CATALOGUE.with(PROFILE.own()), language);
            assertThat(findings)
                    .allSatisfy(one -> assertThat(texts.problems(one)).isEmpty());
        }
        return said(findings);
    }

    private static String memory(long nominalKib, int nodes) {
        return "MemTotal: " + (nominalKib - 400_000) + "\nblocks 1 " + Long.toHexString(nominalKib * 1024)
                + "\nSwapTotal: 0\nnodes " + nodes + "\ndone\n";
    }

    @Test
    void lintSaysNothingOfThem() {
        assertThat(Definitions.lint(CATALOGUE, YAML)).isEmpty();
        assertThat(PROFILE.checks()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({"2097151, warning", "2097152, pass", "2097153, pass"})
    void memoryIsKeptFreeForEachNode(String kb, String said) {
        String result = judged(
                "x-min-free",
                "memory",
                memory(16L << 20, 2),
                "x-min-free/kb",
                file("/proc/sys/vm/min_free_kbytes", kb));
        assertThat(result).isEqualTo(said.equals("pass") ? "pass ok host" : "fail too-low host");
        assertThat(judged("x-min-free", "memory", memory(8L << 20, 2), "x-min-free/kb", absent()))
                .isEqualTo("pass ok host");
        assertThat(judged("x-min-free", "memory", memory(16L << 20, 2))).startsWith("unknown not-collected");
        assertThat(judged("x-min-free", "memory", memory(16L << 20, 2), "x-min-free/kb", absent()))
                .isEqualTo("fail too-low host");
    }

    @ParameterizedTest
    @CsvSource({"99999, fail too-few host", "100000, pass ok host", "100001, pass ok host"})
    void twoMapsForEachSegment(String maps, String said) {
        assertThat(judged("x-map-count", "x-map-count/maps", file("/proc/sys/vm/max_map_count", maps)))
                .isEqualTo(said);
    }

    /** Two disks are counted; one is too small, one has a file system. */
    @ParameterizedTest
    @CsvSource({
        "15, 9765624, pass ok host",
        "15, 9765625, fail too-little host",
        "16, 9765625, pass ok host",
        "17, 9765625, pass ok host"
    })
    void memoryForEachUnusedDisk(long gib, long sectors, String said) {
        String disks = disk("sda", 9765625, " has ID_FS_TYPE=ext4\n") + disk("sdb", 9765625, "")
                + disk("sdc", sectors, "") + disk("sdd", 9765624, "") + "mounts\n 8:1 /dev/sda1 /\ndone\n";
        assertThat(judged("x-osd-memory", "memory", memory(gib << 20, 1), "block-devices", disks))
                .isEqualTo(said);
        String unsure = "blkid denied\n" + disks.replace(" signatures udev\n", "");
        assertThat(judged("x-osd-memory", "memory", memory(gib << 20, 1), "block-devices", unsure))
                .startsWith("unknown no-permission");
        assertThat(judged("x-osd-memory", "memory", memory(gib << 20, 1))).startsWith("unknown not-collected");
    }

    private static String disk(String name, long sectors, String more) {
        return "device " + name + "\n sectors " + sectors + "\n ro 0\n number 9:" + name.hashCode()
                + "\n rotational 0\n removable 0\n physical\n signatures udev\n" + more;
    }

    @ParameterizedTest
    @CsvSource({"16776191, fail too-small host", "16776192, pass ok host", "16777212, pass ok host"})
    void swapByMemory(long kib, String said) {
        String swap = "swaps\n Filename Type\n /dev/dm-1 partition " + kib + " 0 -2\ndone\n";
        assertThat(judged("x-swap-by-ram", "memory", memory(16L << 20, 1), "swaps", swap))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-29, fail expires host",
        "2026-12-30, pass ok host",
        "2026-12-31, pass ok host",
        "2026-11-30, fail expires host",
        "2026-11-29, fail expired host; fail expires host"
    })
    void aLicenceEnds(String day, String said) {
        assertThat(judged(
                        "x-licence",
                        "x-licence/licence",
                        file("/etc/acme/licence.json", "{\"expires\": \"" + day + "\", \"nodes\": 3}")))
                .isEqualTo(said);
    }

    @Test
    void aLicenceThatCannotBeReadIsNoGoodOne() {
        assertThat(judged("x-licence", "x-licence/licence", absent()))
                .isEqualTo("fail expired host; fail expires host");
        assertThat(judged("x-licence", "x-licence/licence", file("/etc/acme/licence.json", "{\"nodes\": 3}")))
                .startsWith("unknown check-error");
        assertThat(judged("x-licence", "x-licence/licence", file("/etc/acme/licence.json", "{")))
                .startsWith("unknown format-mismatch");
    }

    @Test
    void theFullNameComesFirst() {
        assertThat(judged(
                        "x-hosts-fqdn",
                        "x-hosts-fqdn/hosts",
                        file("/etc/hosts", "::1 localhost\nfe80::1 a\n10.0.0.1 n.example n\n")))
                .isEqualTo("pass ok host");
        assertThat(judged("x-hosts-fqdn", "x-hosts-fqdn/hosts", file("/etc/hosts", "10.0.0.1 n n.example\n")))
                .isEqualTo("fail short-name-first address:10.0.0.1");
    }

    @Test
    void theDatabaseKeepsItsMemory() {
        String system = "entry\n postgres:x:999:997::/srv:/bin/sh\nnumbers 997\ngroups app\ndone\n";
        String person = system.replace(":999:", ":1000:");
        assertThat(judged("x-remove-ipc", "x-remove-ipc/ipc", ran("b true\n", 0), "account", system))
                .isEqualTo("pass ok host");
        assertThat(judged("x-remove-ipc", "x-remove-ipc/ipc", ran("b true\n", 0), "account", person))
                .isEqualTo("fail ipc-removed host");
        assertThat(judged("x-remove-ipc", "x-remove-ipc/ipc", ran("b false\n", 0), "account", person))
                .isEqualTo("pass ok host");
        assertThat(judged("x-remove-ipc", "x-remove-ipc/ipc", ran("b true\n", 0), "account", "absent\ndone\n"))
                .isEqualTo("not-applicable not-applicable host");
        assertThat(judged("x-remove-ipc", "account", person)).startsWith("unknown not-collected read:ipc");
        assertThat(judged("x-remove-ipc", "account", system)).isEqualTo("pass ok host");
    }

    @Test
    void drivesAreMountedByLabel() {
        String good = "LABEL=d1 /mnt/disk1 xfs noatime,nodev 0 2\n/dev/sda1 / ext4 defaults 0 1\n";
        assertThat(judged("x-data-fstab", "x-data-fstab/fstab", file("/etc/fstab", good)))
                .isEqualTo("pass ok host");
        assertThat(judged(
                        "x-data-fstab", "x-data-fstab/fstab", file("/etc/fstab", good.replace("LABEL=d1", "/dev/sdb"))))
                .isEqualTo("fail by-name at:/mnt/disk1");
        assertThat(judged("x-data-fstab", "x-data-fstab/fstab", file("/etc/fstab", good.replace("noatime,", ""))))
                .isEqualTo("fail atime at:/mnt/disk1");
    }

    @Test
    void networkManagerLeavesInterfacesAlone() {
        String unit = "manager systemd\nasked\n NetworkManager.service\nunits\n Id=NetworkManager.service\n"
                + " LoadState=loaded\n ActiveState=%s\n UnitFileState=enabled\ndone\n";
        String conf = file("/etc/NetworkManager/conf.d/a.conf", "[keyfile]\nunmanaged-devices=%s\n");
        assertThat(judged(
                        "x-nm-unmanaged",
                        "services",
                        unit.formatted("active"),
                        "x-nm-unmanaged/conf",
                        conf.formatted("interface-name:cali*;interface-name:flannel*")))
                .isEqualTo("pass ok host");
        assertThat(judged(
                        "x-nm-unmanaged",
                        "services",
                        unit.formatted("active"),
                        "x-nm-unmanaged/conf",
                        conf.formatted("interface-name:eth0")))
                .isEqualTo("fail managed host");
        assertThat(judged("x-nm-unmanaged", "services", unit.formatted("inactive")))
                .isEqualTo("pass ok host");
        assertThat(judged("x-nm-unmanaged", "services", unit.formatted("active")))
                .startsWith("unknown not-collected");
    }

    @Test
    void javaIsOfItsVersionUnderSudoToo() {
        String good = ran("openjdk version \"1.8.0_181\" 2018\n", 0);
        assertThat(judged("x-java", "x-java/java", good)).isEqualTo("pass ok host");
        assertThat(judged("x-java", "x-java/java", ran("openjdk version \"1.8.0_180\"\n", 0)))
                .isEqualTo("fail too-old context:exec; fail too-old context:sudo");
    }

    @Test
    void theRegistryHasItsCertificate() {
        String path = "/etc/docker/certs.d/r.example:5000/ca.crt";
        assertThat(judged("x-registry-ca", "x-registry-ca/ca", file(path, "-----BEGIN CERTIFICATE-----\n")))
                .isEqualTo("pass ok host");
        assertThat(judged("x-registry-ca", "x-registry-ca/ca", file(path, "x\n")))
                .isEqualTo("fail absent host");
        assertThat(judged("x-registry-ca", "x-registry-ca/ca", "done\n")).isEqualTo("fail absent host");
    }

    @Test
    void theUserHasOneNumber() {
        String entry = "entry\n app:x:%s:997::/srv:/bin/sh\nnumbers 997\ngroups app\ndone\n";
        Map<String, Map<String, String>> hosts = new TreeMap<>();
        hosts.put("a", Map.of("account", entry.formatted("998")));
        hosts.put("b", Map.of("account", entry.formatted("998")));
        assertThat(said(Definitions.fleet(check("x-same-uid"), hosts))).isEqualTo("pass ok host; pass ok host");
        hosts.put("c", Map.of("account", entry.formatted("997")));
        assertThat(said(Definitions.fleet(check("x-same-uid"), hosts)))
                .isEqualTo("fail differs host; pass ok host; pass ok host");
        hosts.put("c", Map.of());
        assertThat(said(Definitions.fleet(check("x-same-uid"), hosts)))
                .isEqualTo("pass ok host; pass ok host; unknown not-collected read:account");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.totl > 1 | rule, character 8: | 'totl'; did you mean 'total'?",
                "maps < '1' | rule, character | int(...)",
                "1 < 2 | the same on every host | ",
                "mapz > 1 | rule, character 1: | did you mean 'maps'?",
            })
    void mistakesInRules(String rule, String where, String what) {
        List<String> problems = Definitions.lint(CATALOGUE, """
                define:
                  x-a:
                    title: {en: A}
                    reads: {memory: {fact: memory}, maps: {file: /etc/n, as: int}}
                    expect: {low: {rule: "%s"}, used: {rule: "memory.total > 1 && maps > 1"}}
                checks: {x-a: {}}
                """.formatted(rule));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith("a.yaml:5:")
                .contains(": expect.low: ")
                .contains(where, what == null ? "" : what);
    }

    /** The line and column of the one mistake in a rule that is written like this. */
    private static String place(String rule) {
        List<String> problems = Definitions.lint(CATALOGUE, """
                define:
                  x-a:
                    title: {en: A}
                    reads: {maps: {file: /etc/n, as: int}}
                    expect:
                      low:
                        rule: %s
                checks: {x-a: {}}
                """.formatted(rule));
        assertThat(problems).as(rule).hasSize(1);
        return problems.get(0).replaceAll("^a.yaml:(\\d+:\\d+): .*$", "$1");
    }

    @Test
    void aMistakeInARuleHasItsPlaceHoweverTheRuleIsWritten() {
        assertThat(place("maps > 1 && mapz > 2")).isEqualTo("7:27");
        assertThat(place("\"maps > 1 && mapz > 2\"")).isEqualTo("7:28");
        assertThat(place("'maps > 1 && mapz > 2'")).isEqualTo("7:28");
        assertThat(place("'''a'' == ''b'' || mapz > 2'")).isEqualTo("7:34");
        assertThat(place("\"'\\x61' == 'b' || mapz > 2\"")).isEqualTo("7:15");
        assertThat(place("|\n            maps > 1 &&\n              mapz > 2")).isEqualTo("9:15");
        assertThat(place(">-\n            maps > 1\n            && mapz > 2")).isEqualTo("9:16");
        assertThat(place("maps > 1\n            && mapz > 2")).isEqualTo("8:16");
    }

    /** Of 1073741824 it is not seen that it is the same as 1GiB. */
    @Test
    void sizesHaveTheirUnitWhereverTheyAreShown() {
        Profile profile = Definitions.profile(CATALOGUE, """
                define:
                  x-a:
                    title: A
                    params: {least: {type: size, kind: threshold, default: 1GiB}}
                    reads: {c: {file: /etc/c, as: keyvalue, types: {size: size}}}
                    expect:
                      rule: {rule: "c.size >= least", text: {en: {why: "${least}, ${c}"}}}
                checks: {x-a: {}}
                """);
        Finding one = Definitions.judged(
                        Definitions.instance(profile, "x-a"), Map.of("x-a/c", file("/etc/c", "size=512MiB")))
                .get(0);
        FindingTexts texts =
                Texts.of(CATALOGUE.with(profile.own()), Locale.ENGLISH).of(one);
        assertThat(texts.observed()).isEqualTo("c.size = 512MiB, least = 1GiB");
        assertThat(texts.why()).isEqualTo("1 GiB, size 512MiB");
    }
}
