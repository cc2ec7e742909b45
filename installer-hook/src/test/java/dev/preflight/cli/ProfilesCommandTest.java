package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.app.Preflight;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesCommandTest {
    private static final Preflight PREFLIGHT = Preflight.load();

    @TempDir
    Path folder;

    static Stream<String> shipped() {
        return PREFLIGHT.shippedProfiles().stream();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static List<List<Object>> checks(Profile profile) {
        return profile.checks().stream()
                .map(check -> List.<Object>of(
                        check.name(),
                        check.check().spec().id(),
                        check.params(),
                        check.severity(),
                        check.severities(),
                        check.groups(),
                        check.when()))
                .toList();
    }

    /** The lines without their comments. */
    private static List<String> values(Command shown) {
        return shown.out()
                .lines()
                .map(line -> line.replaceAll("(?:^| +)# .*", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void isAProfileAndComesToTheSame(String profile, String... sets) throws ProblemsException, IOException {
        List<String> args = Stream.concat(Stream.of("profiles", "show", profile, "--resolved"), Stream.of(sets))
                .toList();
        Command shown = Command.run(args.toArray(String[]::new));
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.err()).isEmpty();
        String file = write("resolved.yaml", shown.out());

        Command lint = Command.run("lint", file);
        assertThat(lint.out() + lint.err()).isEqualTo(file + ": ok\n");
        assertThat(values(Command.run("profiles", "show", file, "--resolved"))).isEqualTo(values(shown));
        List<String> values =
                Stream.of(sets).filter(set -> !set.equals("--set")).toList();
        Profile before = PREFLIGHT.resolve(profile, values).profile();
        Profile after = PREFLIGHT.profile(file);
        assertThat(after.name()).isEqualTo(before.name());
        assertThat(after.description()).isEqualTo(before.description());
        assertThat(checks(after)).isEqualTo(checks(before));
        assertThat(after.proceedOnUndecided()).isEqualTo(before.proceedOnUndecided());
        assertThat(after.proceedOnNothingMeasured()).isEqualTo(before.proceedOnNothingMeasured());
    }

    @Test
    void everyShippedProfileIsListedWithWhatItExtendsAndItsSentence() {
        Command list = Command.run("profiles");
        assertThat(list.exit()).isZero();
        assertThat(list.out())
                .contains("linux-base\n    Linux hosts before an installation\n")
                .contains("container-host (default) extends linux-base\n    Hosts that a container platform is")
                .contains("kubernetes-node extends container-host\n");
        List<String> names = list.out()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(names).isEqualTo(PREFLIGHT.shippedProfiles());
        assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void theListIsThereInChinese() {
        Command list = Command.run("profiles", "--lang", "zh");
        assertThat(list.out())
                .contains("linux-base\n    安装之前的 Linux 主机\n")
                .contains("container-host（默认） 继承 linux-base\n")
                .doesNotContain("Hosts", "extends");
        // A Chinese character is two columns wide.
        assertThat(list.out().lines())
                .allMatch(line -> line.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum() <= 80);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aProfileIsShownAsItIsWritten(String name) throws IOException {
        Command shown = Command.run("profiles", "show", name);
        assertThat(shown.exit()).isZero();
        try (var written = Preflight.class.getResourceAsStream("/dev/preflight/profiles/" + name + ".yaml")) {
            assertThat(written).isNotNull();
            assertThat(shown.out()).isEqualTo(new String(written.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aShippedProfileThatIsResolvedIsAProfileAndComesToTheSame(String name) throws Exception {
        isAProfileAndComesToTheSame(name);
    }

    @Test
    void aProfileWithTwoParentsThatIsResolvedIsAProfileAndComesToTheSame() throws Exception {
        write("base.yaml", """
                name: base
                vars: {data: /data}
                settings: {install_dirs: ["${data}/a", /opt/b]}
                checks:
                  os-supported:
                    params:
                      require:
                        rhel: ">= 8.4, < 10"
                        debian: {value: [12], why: {en: for etcd, zh: etcd 用}, end_of_life: [{version: 12, date: 2028-06-30}]}
                        ubuntu: "22.04"
                """);
        String node = write("node.yaml", """
                name: node
                extends: [kubernetes-node, ./base.yaml]
                on_undecided: proceed
                checks:
                  swap: off
                  os-supported: {params: {require: {ubuntu: off, debian: {groups: [db], when: {arch: x86_64}}}}}
                  container-name-duplicates: {params: {per_host_names: ["agent-*", "$${x}"]}}
                waivers:
                - {check: swap, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00+01:00}
                - {check: nic-link, hosts: [h], reason: r, owner: o, until: 2027-01-31T00:00:00+01:00}
                """);
        isAProfileAndComesToTheSame(node, "--set", "vars.data=/srv", "--set", "settings.planned_cpus=8");
        String shown = Command.run("profiles", "show", node, "--resolved", "--set", "settings.planned_cpus=8")
                .out()
                .replaceAll(" +", " ");
        String base = folder.resolve("base.yaml").toFile().getCanonicalPath();
        assertThat(shown)
                .contains("scheduler_model: kubernetes # shipped/kubernetes-node.yaml:")
                .contains("planned_cpus: 8 # --set\n")
                .contains(" # " + base + ":3, data from\n # " + base + ":2\n install_dirs: [/data/a, /opt/b]\n")
                .containsPattern(behindOrAbove("rhel: \">= 8.4, < 10\"", base + ":8"))
                .containsPattern(behindOrAbove("groups: [db]", node + ":6"))
                .doesNotContain(" swap:", "ubuntu");
    }

    /** Where a comment stands depends on the length of the path of the folder. */
    private static String behindOrAbove(String value, String place) {
        String text = Pattern.quote(value);
        String comment = Pattern.quote("# " + place + "\n");
        return " " + text + " " + comment + "| " + comment + " " + text + "\n";
    }

    @Test
    void aProfileThatIsNotThereIsAnErrorWithTheNearest() {
        Command near = Command.run("profiles", "show", "container-hots");
        assertThat(near.exit()).isEqualTo(2);
        assertThat(near.err())
                .startsWith("error: container-hots: there is no shipped profile 'container-hots';"
                        + " did you mean 'container-host'?");
        assertThat(Command.run("profiles", "show", "zzz").err())
                .contains("valid here: " + String.join(", ", PREFLIGHT.shippedProfiles()));
        assertThat(Command.run("profiles", "linux-base").err())
                .contains("did you mean preflight profiles show linux-base?");
    }

    @Test
    void mistakesInAProfileAreThoseOfLint() throws IOException {
        String bad = write("bad.yaml", "checks: {nic-lnik: {}, umask-effective: {severity: high}}\n");
        List<String> lint = Command.run("lint", bad).out().lines().toList();
        assertThat(lint).hasSize(2);
        for (List<String> option : List.of(List.<String>of(), List.of("--resolved"))) {
            List<String> args = Stream.concat(Stream.of("profiles", "show", bad), option.stream())
                    .toList();
            Command shown = Command.run(args.toArray(String[]::new));
            assertThat(shown.exit()).isEqualTo(2);
            assertThat(shown.out()).isEmpty();
            assertThat(shown.err().lines()).containsSequence("error: " + lint.get(0), "error: " + lint.get(1));
        }
    }

    @Test
    void aValueThatIsSetNeedsTheResolvedProfile() {
        Command shown = Command.run("profiles", "show", "linux-base", "--set", "settings.install_user=ops");
        assertThat(shown.exit()).isEqualTo(2);
        assertThat(shown.err()).isEqualTo("error: --set: it changes no text of a profile; add --resolved\n");
    }
}
