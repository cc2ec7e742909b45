package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hosts that are odd, broken or hostile: each gives the right verdict or one plain reason, in time, and never a pass that
 * was not measured. What one gets is the table of {@code docs/odd-hosts.md}; {@code -Dodd.update=true} writes it anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddHostsIT {
    private static final Path TABLE = Path.of("..", "docs", "odd-hosts.md");

    /** Why {@code unreachable}, or the reason of a finding, or nothing. */
    private record Row(String meaning, String host, String user, int exit, String reason, List<String> fault) {
        static Row of(String meaning, String host, String user, int exit, String reason, String... fault) {
            return new Row(meaning, host, user, exit, reason, List.of(fault));
        }

        @Override
        public String toString() {
            return meaning;
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("login shell tcsh", "h1", "cshy", 0, ""),
            Row.of("login shell fish", "h1", "fishy", 0, ""),
            Row.of("login shell dash", "h1", "plain", 0, ""),
            Row.of("login shell nologin", "h1", "nolog", 3, "no-shell"),
            Row.of("login shell that is no program", "h1", "ops", 3, "auth-failed", "shell", "ops", "/nowhere"),
            Row.of("login shell false", "h1", "ops", 3, "no-shell", "shell", "ops", "/bin/false"),
            Row.of("forced command", "h1", "ops", 3, "no-shell", "sshd", "Match User ops\nForceCommand echo hello"),
            Row.of("SFTP only", "h1", "ops", 3, "no-shell", "sshd", "Match User ops\nForceCommand internal-sftp"),
            Row.of("start-up files and a banner that print", "h1", "ops", 0, "", "noise"),
            Row.of("a start-up file that ends the shell", "h1", "ops", 3, "no-shell", "bashrc", "ops", "exit 0"),
            Row.of(
                    "a start-up file that becomes another shell",
                    "h1",
                    "ops",
                    3,
                    "no-shell",
                    "bashrc",
                    "ops",
                    "exec dash"),
            Row.of("a start-up file that reads input", "h1", "ops", 3, "damaged", "bashrc", "ops", "read x"),
            Row.of(
                    "a start-up file with set -eu, noclobber, TMOUT and aliases",
                    "h1",
                    "ops",
                    0,
                    "",
                    "bashrc",
                    "ops",
                    "set -eu; set -o noclobber; TMOUT=1; CDPATH=/; alias ls='ls --color' rm='rm -i'"),
            Row.of(
                    "a start-up file that prints 50 MB",
                    "h1",
                    "ops",
                    3,
                    "truncated",
                    "bashrc",
                    "ops",
                    "yes flood | head -c 50000000"),
            Row.of(
                    "control characters, NUL and bad UTF-8",
                    "h1",
                    "ops",
                    0,
                    "",
                    "bashrc",
                    "ops",
                    "printf '\\033[2J\\033]0;owned\\007\\000\\377\\376\\n'; printf '\\033[31m' >&2"),
            Row.of(
                    "markers that are forged",
                    "h1",
                    "ops",
                    0,
                    "",
                    "bashrc",
                    "ops",
                    "printf '\\n@@00000000000000000000000000000000 Z x\\n@@PF entered\\n'"),
            Row.of("German", "h1", "ops", 0, "", "locale", "de_DE.UTF-8"),
            Row.of("Chinese", "h1", "ops", 0, "", "locale", "zh_CN.UTF-8"),
            Row.of("busybox and dropbear", "a1", "root", 0, ""),
            Row.of("a full home directory", "h1", "ops", 0, "", "disk-full"),
            Row.of("a home directory without inodes", "h1", "ops", 3, "not-readable", "inodes-full"),
            Row.of("no home directory", "h1", "ops", 3, "not-readable", "no-home"),
            Row.of(
                    "a start-up file that unsets HOME and PATH",
                    "h1",
                    "ops",
                    3,
                    "no-permission",
                    "bashrc",
                    "ops",
                    "unset HOME PATH"),
            Row.of("no /bin/sh", "h1", "ops", 3, "no-shell", "no-program", "/bin/sh"),
            Row.of("no head", "h1", "ops", 3, "no-tool", "no-program", "/usr/bin/head"),
            Row.of("no cat", "h1", "ops", 3, "no-tool", "no-program", "/usr/bin/cat"),
            Row.of("no env", "h1", "ops", 3, "no-tool", "no-program", "/usr/bin/env"),
            Row.of(
                    "no stat, no mktemp, no setsid",
                    "h1",
                    "ops",
                    0,
                    "",
                    "no-program",
                    "/usr/bin/stat",
                    "/usr/bin/mktemp",
                    "/usr/bin/setsid"),
            Row.of("neither perl nor python", "h1", "plain", 0, "", "no-program", "/usr/bin/perl", "/usr/bin/python3"),
            Row.of("a home directory where nothing can be run", "h1", "ops", 0, "", "noexec-home"),
            Row.of(
                    "a start-up file that prints 50 MB of errors",
                    "h1",
                    "ops",
                    0,
                    "",
                    "bashrc",
                    "ops",
                    "yes flood | head -c 50000000 >&2"),
            Row.of("a PATH that begins on a mount that never answers", "h1", "root", 3, "timeout", "hung-path"),
            Row.of("what processes of others are is hidden", "h1", "ops", 0, "", "hidepid", "1"),
            Row.of("sshd takes no more connections", "h1", "ops", 3, "turned-away", "startups-full"),
            Row.of("a read-only file system", "h1", "ops", 3, "not-readable", "read-only"),
            Row.of("nothing can be run in /tmp", "h1", "ops", 0, "", "noexec-tmp"),
            Row.of("a mount that never answers", "h1", "ops", 0, "", "hung-mount", "/srv/nfs"),
            Row.of("an install directory that never answers", "h1", "root", 3, "timeout", "hung-mount", "/srv/acme"),
            Row.of("processes of others are hidden", "h1", "ops", 0, "", "hidepid"),
            Row.of("a clock that jumps by a day", "h1", "ops", 0, "", "clock", "+86400s"),
            Row.of("one channel at a time", "h1", "ops", 0, "", "sshd", "MaxSessions 1"),
            Row.of("logins are disabled (/etc/nologin)", "h1", "ops", 3, "dropped-before-login", "nologin"),
            Row.of("sshd that hangs", "h1", "ops", 3, "timed-out", "frozen-sshd"),
            Row.of("no sshd", "h1", "ops", 3, "refused", "no-sshd"),
            Row.of("a host that vanished", "h1", "ops", 3, "timed-out", "cut"));

    private final Map<String, String> found = new TreeMap<>();
    private Lab lab;

    @TempDir
    static Path folder;

    @BeforeAll
    void up() throws IOException {
        lab = Lab.with("h1", "a1");
        Files.writeString(folder.resolve("odd.yaml"), """
                name: odd
                settings: {install_dirs: [/srv/acme]}
                checks:
                  umask-effective: {}
                  nic-link: {}
                  docker-daemon-json: {}
                  container-log-limits: {}
                  container-cpu-shares: {}
                """);
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
    }

    static Stream<Row> rows() {
        return ROWS.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void givesTheRightVerdictOrOnePlainReason(Row row) throws IOException {
        if (!row.fault().isEmpty()) {
            List<String> words = new ArrayList<>(row.fault());
            words.add(1, row.host());
            words.add(0, "fault");
            lab.call(words.toArray(String[]::new));
        }
        Path evidence = Files.createTempDirectory(folder, "evidence").resolve("run");
        Result json = look(row, evidence);
        String before = lab.call(
                "exec",
                row.host(),
                "/bin/busybox",
                "sh",
                "-c",
                "ls -A /root /tmp 2>/dev/null | grep preflight || true");
        lab.clear("h1");
        // The page for people is that of the same look.
        Result text = lab.preflight(
                "judge", evidence.toString(), "-p", folder.resolve("odd.yaml").toString());

        assertThat(text.exit()).as(text.out() + text.err()).isEqualTo(row.exit());
        assertThat(json.exit()).as(json.out() + json.err()).isEqualTo(row.exit());
        assertThat(before).isEmpty();
        for (String page : List.of(text.out(), text.err(), json.err())) {
            assertThat(page).doesNotContain("Exception", "\tat ", "\u001b", "\u0000", "\u0007");
        }
        String reason = reason(json);
        assertThat(reason).as(json.out()).isEqualTo(row.reason());
        // A pass is one that was measured: nothing passes on a host that gave no answer.
        if (!json.json().path("hosts").path(0).path("unreachable").isNull()) {
            assertThat(json.findings())
                    .noneMatch(f -> f.path("outcome").asText().equals("pass"));
        }
        found.put(
                row.toString(),
                "| " + row.meaning() + " | " + json.json().path("verdict").asText() + " | "
                        + (reason.isEmpty() ? "" : "`" + reason + "`") + " |");
    }

    private static String reason(Result result) {
        JsonNode host = result.json().path("hosts").path(0);
        if (!host.path("unreachable").isNull()) {
            return host.path("unreachable").path("code").asText();
        }
        return result.findings().stream()
                .filter(finding -> finding.path("outcome").asText().equals("unknown"))
                .map(finding -> finding.path("code").asText())
                .findFirst()
                .orElse("");
    }

    private Result look(Row row, Path evidence) throws IOException {
        Path inventory =
                Files.writeString(folder.resolve("hosts.ini"), lab.inventoryLine(row.host(), row.user()) + "\n");
        return lab.look(
                inventory,
                folder.resolve("odd.yaml"),
                "--save-evidence",
                evidence.toString(),
                // Only who never answers is waited for in vain.
                "--connect-timeout",
                row.reason().equals("timed-out") ? "5s" : "5m");
    }

    /** Only a run of every row can tell whether the table is true. */
    @AfterAll
    void theTableInTheDocsIsTrue() throws IOException {
        if (found.size() < ROWS.size()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of(
                "# Odd and hostile hosts",
                "",
                "The verdict for each, on real hosts of the [lab](lab.md), with the checks umask-effective, nic-link and those of",
                "containers. A host that cannot be checked is `undecided` with a reason, never `proceed`. A test writes this table.",
                "",
                "| the host | verdict | reason |",
                "| --- | --- | --- |"));
        ROWS.forEach(row -> lines.add(found.get(row.toString())));
        String table = String.join("\n", lines) + "\n";
        if (Boolean.getBoolean("odd.update")) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE)).isEqualTo(table);
    }
}
