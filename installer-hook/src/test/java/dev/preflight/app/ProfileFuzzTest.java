package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ProfileSource;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Profiles over the real catalogue, so that the parameters of every check are bound. */
@Tag(Fuzz.TAG)
class ProfileFuzzTest {
    private static final Catalogue CATALOGUE = Catalogue.load();
    private static final ProfileFiles SHIPPED = new ProfileFiles(ProfileFuzzTest.class.getClassLoader());

    private static final String OWN = """
            name: own
            extends: container-host
            on_undecided: stop
            vars: {mode: "0640", a: "${mode}", b: "x$${y}${a}"}
            settings: {install_user: ops}
            checks:
              umask-effective: {severity: warning, params: {required_file_mode: "${mode}"}}
              second: {check: nic-link, groups: [db], when: {os_family: [debian], os_version: ">= 12", arch: x86_64}}
              clock-sync: off
            waivers:
              - {check: umask-effective, hosts: [h1], reason: r, owner: o, until: "2027-01-31T00:00:00+01:00"}
              - {fingerprint: 0123456789abcdef, reason: r, owner: o, until: 2027-01-31T00:00:00Z}
            """;

    /** What grows with its length twice, each 64 KB or so. */
    private static List<byte[]> large() {
        StringBuilder vars = new StringBuilder("vars:\n");
        StringBuilder uses = new StringBuilder("settings:\n  dns_servers:\n");
        for (int i = 0; i < 3000; i++) {
            vars.append("  v").append(i).append(": a${w").append(i).append("}\n");
            uses.append("    - ${v").append(i).append("}\n");
        }
        String checks = "checks: {nic-link: ";
        return Corpus.texts(
                vars + uses.toString() + checks + "{}}\n",
                checks + "{}, " + "x: {}, ".repeat(8000) + "}\n",
                checks + "{when: {os_version: '" + "1.".repeat(32_000) + "1'}}}\n",
                checks + "{" + "a".repeat(64_000) + ": 1}}\n",
                "extends: " + "a-".repeat(32_000) + "a\n",
                "description: \"a" + " ".repeat(64_000) + "b\"\n" + checks + "{}}\n",
                "vars: {a: \"" + "$${".repeat(20_000) + "\"}\n" + checks + "{}}\n",
                "vars: {a: \"" + "${".repeat(30_000) + "\"}\n" + checks + "{}}\n",
                "waivers: [" + "{check: x}, ".repeat(5000) + "]\n" + checks + "{}}\n");
    }

    /** Answers "fuzzed" with this text, and all else with what is shipped. */
    private static ProfileSource source(String text) {
        return (reference, at, from, problems) -> reference.equals("fuzzed")
                ? Optional.of(new ProfileSource.Text("fuzzed.yaml", "fuzzed", Optional.empty(), text))
                : reference.indexOf('/') >= 0 || reference.endsWith("ml")
                        ? SHIPPED.find("none", at, Optional.empty(), problems)
                        : SHIPPED.find(reference, at, Optional.empty(), problems);
    }

    @Test
    void anyTextIsAProfileOrProblems() {
        List<byte[]> seeds = new ArrayList<>(Corpus.files(
                Path.of("../profiles/src/main/resources"),
                file -> file.toString().endsWith(".yaml")));
        Fuzz.of("profile")
                .inputs(20_000)
                .mayThrow(ProblemsException.class)
                .seeds(seeds)
                .seeds(Corpus.texts(OWN))
                .also(large())
                .words(
                        "extends: fuzzed\n",
                        "extends: linux-base\n",
                        "${a}",
                        "$${",
                        "${",
                        "vars:\n",
                        "checks:\n",
                        "off",
                        "waivers:\n")
                .words(
                        "settings:\n",
                        "params:\n",
                        "severity: blocker",
                        "severities:\n",
                        "when:\n",
                        ">= 99999999999999999999",
                        "1e9")
                .words(
                        "999999999d",
                        "999999999TiB",
                        "07777",
                        "(a+)+$",
                        "(?<x>",
                        "[[",
                        "*a",
                        "&a ",
                        "until: +999999999-12-31T23:59:59Z")
                .words(CATALOGUE.checks().keySet().toArray(String[]::new))
                .run(input -> {
                    ProfileLoader loader =
                            new ProfileLoader(CATALOGUE, source(new String(input, StandardCharsets.UTF_8)));
                    List<Problem> problems =
                            loader.lint("fuzzed", List.of(), Instant.EPOCH).problems();
                    Profile profile = loader.load("fuzzed", List.of());
                    assertThat(problems).isEmpty();
                    assertThat(profile.checks()).isNotEmpty();
                });
    }

    @Test
    void anyValueOfSetIsTakenOrIsAProblem() {
        Fuzz.of("profile-set")
                .inputs(5_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.texts(
                        "umask-effective.required_file_mode=0640",
                        "settings.install_user=ops",
                        "vars.mode=0640",
                        "nic-link.nics=[{name: eth0}]"))
                .words("settings.", "vars.", "=", ".", "[", "{a: ", "&a ", "*a", "${a}", "0640", "umask-effective.")
                .run(input -> new ProfileLoader(CATALOGUE, source(OWN))
                        .load("fuzzed", List.of(new String(input, StandardCharsets.UTF_8))));
    }
}
