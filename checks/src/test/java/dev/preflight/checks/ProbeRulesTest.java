package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.ProbeOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What docs/probe-rules.md says of the text of probes, as far as the text shows it: each use that might take a word of
 * the host for more than data was reviewed, and has a reason. The rest is {@link HostileProbesTest}'s.
 */
class ProbeRulesTest {
    private static final List<Path> FOLDERS = List.of(
            Probes.FOLDER,
            Path.of("../validator-core/src/main/resources/dev/preflight/define/read"),
            Path.of("../validator-core/src/main/resources/dev/preflight/engine"),
            Path.of("../validator-core/src/main/resources/dev/preflight/host"));

    /** What may be dangerous. */
    private enum Rule {
        ECHO("\\becho\\b(?![^'\"]*'[^']*$)[^;&|}#]*\\$(?!\\?)"),
        EVAL("\\beval\\b"),
        FIND("(?<![\\w-])find\\s+[-\"$]"),
        PROGRAM("\\b(sed|awk)\\s+(-[A-Za-z]+\\s+)*(-e\\s+)?\"[^\"]*\\$|\\bawk\\s+.*-v\\s"),
        FORMAT("\\bprintf\\s+(\"[^\"]*\\$|\\$)"),
        REDIRECTION("(?<![0-9&=-])[0-9]?<?>>?\\s*\"?[^&\\s\"]*\\$"),
        WRITER(
                "(?<![\\w/])(rm|mv|cp|ln|chmod|chown|mkdir|touch|tee|truncate|mktemp|install)\\s+[-\"$]|-(delete|exec|execdir|ok|fprint|fls)\\b"),
        SHELL("\\s-l?c\\s+\"[^\"]*\\$"),
        PATTERN("\\bgrep\\s+(-[A-Za-z]+\\s+([0-9]+\\s+)?)*\"[^\"]*\\$|dpkg-query -S|\"\\$t\" -S "),
        XARGS("\\bxargs\\b"),
        /** The options of the shell, never meant: in a pattern a dollar before a dash is one, and the dash is gone. */
        OPTIONS("(?<!\\\\)(\\\\\\\\)*\\$-"),
        /** A shell that reads byte by byte gets the first digit of a number there (docs/probe-rules.md); texts come whole. */
        NUMBER("\\bread\\b.*<\"?[^\"]*/proc/sys/(?!kernel/(?:hostname|ostype|osrelease|arch)\\b)"),
        /** bash before 5.1 writes a file for it, in /tmp: there may be no room, and then its command does not run. */
        HERE("<<-?\\s*[\\\\'\"]?[A-Za-z_]"),
        OPERAND("(systemctl|\"\\$c\"|\"\\$[tT]\"|nmcli .*) show\\b.*\"\\$");

        private final Pattern pattern;

        Rule(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    /** A use that is all right, by a piece of its line, and why. */
    private record Reviewed(Rule rule, String file, String piece, String why) {}

    private static final String LIMITED =
            "nice -n 10 find -H \"$@\" -xdev -type f -size +204800 -name '*.log*' -exec ls -ln {} +";

    private static final String IDS = "the ids were looked at: hexadecimal digits and nothing else";

    private static final String OURS = "a text of ours";

    private static final List<Reviewed> REVIEWED = List.of(
            new Reviewed(Rule.EVAL, "dns-answers.sh", "my $c = eval {", "a block of Perl, not a text"),
            new Reviewed(Rule.EVAL, "dns-answers.sh", "eval {", "a block of Perl, not a text"),
            new Reviewed(
                    Rule.FIND,
                    "cgroup-cpu.sh",
                    "find \"$r$2\" -maxdepth 12 -xdev -name \"$1\"",
                    "a mount point that begins with a slash and is not it; the name is ours"),
            new Reviewed(
                    Rule.FIND, "disk-growth.sh", LIMITED, "paths of ours and a checked one, on one file system, 30 s"),
            new Reviewed(Rule.WRITER, "disk-growth.sh", LIMITED, "ls only lists"),
            new Reviewed(Rule.PROGRAM, "kernel-config.sh", "awk \"$options\"", OURS),
            new Reviewed(Rule.PROGRAM, "leftovers.sh", "awk \"$NAMES\"", OURS),
            new Reviewed(Rule.PROGRAM, "kernel-log.sh", "awk \"$told\"", OURS),
            new Reviewed(Rule.PROGRAM, "containers.sh", "sed -n \"s/.*$1.*/\\1/p\"", "patterns of ours"),
            new Reviewed(Rule.PROGRAM, "listen.sh", "(VXP1 $RUN \\\\)/\\\\1/p\"", "the run's number, which is ours"),
            new Reviewed(
                    Rule.FORMAT,
                    "dns-answers.sh",
                    "printf \"\\\\$(printf %03o \"0x$x\")\"",
                    "digits: an octal escape can only be a format"),
            new Reviewed(Rule.FORMAT, "send.sh", "printf \"%s%.$(($2 - ${#head} - 1))s\\\\n\"", "a number"),
            new Reviewed(
                    Rule.REDIRECTION,
                    "dns-answers.sh",
                    "exec 3<>\"/dev/$1/$2/53\"",
                    "bash's network, a checked address"),
            new Reviewed(
                    Rule.REDIRECTION,
                    "gateway-arp.sh",
                    ">\"/dev/udp/$0/9\"",
                    "bash's network, an address of the kernel"),
            new Reviewed(
                    Rule.REDIRECTION, "send.sh", "9<>\"/dev/udp/$ADDRESS/$1\"", "bash's network, an address of ours"),
            new Reviewed(
                    Rule.REDIRECTION, "send.sh", "9<>\"/dev/tcp/$ADDRESS/$1\"", "bash's network, an address of ours"),
            new Reviewed(
                    Rule.REDIRECTION, "reach.sh", "3<>\"/dev/tcp/$1/$2\"", "bash's network, an address of the profile"),
            new Reviewed(Rule.REDIRECTION, "umask-modes.sh", ": >\"$t/f\"", "in a directory that it just made"),
            new Reviewed(Rule.WRITER, "umask-modes.sh", "mktemp -d \"$1/.preflight.XXXXXX\"", "what it measures"),
            new Reviewed(Rule.WRITER, "umask-modes.sh", "mkdir -m 700 \"$t\"", "what it measures"),
            new Reviewed(Rule.WRITER, "umask-modes.sh", "mkdir \"$t/g\"", "in a directory that it just made"),
            new Reviewed(Rule.WRITER, "umask-modes.sh", "rm -rf \"$t\"", "the directory that it just made"),
            new Reviewed(Rule.WRITER, "sync-writes.sh", "mkdir -m 700 \"$made\"", "a name of ours"),
            new Reviewed(Rule.WRITER, "sync-writes.sh", "mktemp -d .preflight.XXXXXX", "what it measures"),
            new Reviewed(Rule.WRITER, "sync-writes.sh", "rm -f f", "in a directory that it just made"),
            new Reviewed(Rule.SHELL, "command.sh", "\"$HEAD\" -c \"$N\"", "head, and a number that wc counted"),
            new Reviewed(Rule.SHELL, "exchange.sh", "-c \"$PF_LISTEN_PY\"", OURS),
            new Reviewed(Rule.SHELL, "exchange.sh", "-c \"$PF_LISTEN_SH\"", OURS),
            new Reviewed(Rule.SHELL, "exchange.sh", "-c \"$PF_SEND_PY\"", OURS),
            new Reviewed(Rule.SHELL, "exchange.sh", "-c \"$PF_SEND_SH\"", OURS),
            new Reviewed(Rule.PATTERN, "cgroups.sh", "grep -HnoE -e \"$p\"", "patterns of ours"),
            new Reviewed(
                    Rule.PATTERN, "container-log-settings.sh", "grep -E -e \"$pattern\" \"$f\"", "patterns of ours"),
            new Reviewed(Rule.PATTERN, "boot-config.sh", "grep -HnF -e \"$want\"", "fixed strings of the profile"),
            new Reviewed(Rule.PATTERN, "boot-config.sh", "grep -lF -e \"$want\"", "fixed strings of the profile"),
            new Reviewed(Rule.PATTERN, "kernel-log.sh", "grep -aF -e \"$want\"", "fixed strings of the profile"),
            new Reviewed(Rule.PATTERN, "helper-runs.sh", "dpkg-query -S \"$@\"", "absolute paths without wildcards"),
            new Reviewed(Rule.PATTERN, "tool-origins.sh", "\"$t\" -S $both", "absolute paths without wildcards"),
            new Reviewed(Rule.PATTERN, "kernel-log.sh", "grep -aF -e \"$want\"", "fixed strings of the profile"),
            new Reviewed(Rule.PATTERN, "own-process.sh", "grep -qF -e \"$2\"", OURS),
            new Reviewed(
                    Rule.NUMBER,
                    "kernel-log.sh",
                    "IFS= read -r v <\"$r/proc/sys/kernel/tainted\"",
                    "0 is all of a number that begins with it, and any other is read by cat"),
            new Reviewed(Rule.XARGS, "containers.sh", "xargs -n 50 \"$T\" inspect --type container", IDS),
            new Reviewed(Rule.XARGS, "container-networks.sh", "xargs -n 50 \"$T\" inspect --type container", IDS),
            new Reviewed(Rule.OPERAND, "long-run.sh", "show -p Result -- \"$u\"", "behind --, and looked at before"),
            new Reviewed(Rule.OPERAND, "unit-proxies.sh", "-p EnvironmentFiles -- \"$@\"", "behind --, and ours"),
            new Reviewed(Rule.OPERAND, "unit-environment.sh", "-p Environment -- \"$u\"", "behind --"),
            new Reviewed(Rule.OPERAND, "resolver-state.sh", "con show uuid \"$u\"", "behind uuid, and hexadecimal"));

    private record Line(String file, String text) {}

    private static List<Line> lines() {
        return FOLDERS.stream()
                .flatMap(ProbeRulesTest::scripts)
                .flatMap(ProbeRulesTest::lines)
                .toList();
    }

    private static Stream<Path> scripts(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".sh")).sorted().toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Line> lines(Path script) {
        try {
            return Files.readString(script)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> new Line(script.getFileName().toString(), line));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean covers(Reviewed reviewed, Rule rule, Line line) {
        return reviewed.rule() == rule
                && reviewed.file().equals(line.file())
                && line.text().contains(reviewed.piece());
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void whatMayTakeDataForMoreWasLookedAt(Rule rule) {
        assertThat(lines().stream()
                        .filter(line -> rule.pattern.matcher(line.text()).find())
                        .filter(line -> REVIEWED.stream().noneMatch(one -> covers(one, rule, line))))
                .as("see docs/probe-rules.md; what is right although it looks so goes to REVIEWED with its reason")
                .isEmpty();
    }

    @Test
    void whatWasLookedAtIsStillThere() {
        List<Line> lines = lines();
        assertThat(REVIEWED).allSatisfy(one -> {
            assertThat(one.why()).isNotBlank();
            assertThat(lines)
                    .anyMatch(line -> covers(one, one.rule(), line)
                            && one.rule().pattern.matcher(line.text()).find());
        });
    }

    /** The rules see what they are for. */
    @Test
    void theFaultsThatWereFoundAreSeen() {
        for (String fault : List.of(
                "FIND [ -z \"$(find \"$r$f\" -newer \"$pid\" 2>/dev/null)\" ]",
                "OPERAND \"$t\" show \"$u\" -p Result",
                "PROGRAM LC_ALL=C ls -l \"$p\" | sed -n \"/(deleted)\\$/{s|.* -> .*|$p/\\1|p;}\"",
                "PROGRAM own=$(awk -v p=\"$1\" '$3 == p')",
                "SHELL \"$SHELL\" -lc \"type $*\"",
                "PATTERN grep -nE \"^$(id -un):\" f",
                "ECHO echo \"nic ${d##*/} $V\"",
                "FORMAT printf \"$x\\n\"",
                "REDIRECTION echo yes >\"$f\"",
                "OPTIONS case $U in *[!A-Za-z0-9_.@\\\\$-]*) ;; esac",
                "WRITER rm -f -- \"$f\"")) {
            String[] words = fault.split(" ", 2);
            assertThat(words[1]).containsPattern(Rule.valueOf(words[0]).pattern);
        }
    }

    /** A carriage return in what a host says must not begin a heading. */
    @Test
    void onlyANewlineEndsALine() throws Exception {
        String out = "unit /u\n A=1\rbinary /forged\n B\u2028running 7\n\r\n";
        ProbeOutput output = new ProbeOutput(out.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
        assertThat(output.lines()).containsExactly("unit /u", " A=1\rbinary /forged", " B\u2028running 7", "");
        assertThat(HeadedText.parse(output.lines()).parts()).hasSize(1);
        assertThat(new ProbeOutput(new byte[0], new byte[0], 0).lines()).isEmpty();
        assertThat(ProbeOutput.lines("\n")).containsExactly("");
    }
}
