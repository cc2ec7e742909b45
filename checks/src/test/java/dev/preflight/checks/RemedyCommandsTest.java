package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.report.RemedyTexts;
import dev.preflight.report.Texts;
import dev.preflight.testing.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated: into every command that a remedy shows go words that would do something if they were taken for more than a
 * word. The command runs under a root of its own, where nothing is real but the shell: the word comes to whatever it is for
 * as it is, and nothing else runs.
 */
class RemedyCommandsTest {
    private static final Pattern GAP = Pattern.compile("\\{([a-z][A-Za-z0-9_-]*)}");

    /** What the commands call, and what must not be called. */
    private static final List<String> PROGRAMS = List.of(
            "awk",
            "cat",
            "chage",
            "chmod",
            "chown",
            "chkconfig",
            "chronyc",
            "cksum",
            "cp",
            "dnf",
            "docker",
            "ethtool",
            "firewall-cmd",
            "gpasswd",
            "grep",
            "grubby",
            "head",
            "ip",
            "iptables",
            "journalctl",
            "ln",
            "locale-gen",
            "localectl",
            "ls",
            "loginctl",
            "logrotate",
            "mkdir",
            "modprobe",
            "mount",
            "mv",
            "netconfig",
            "networkctl",
            "nmcli",
            "od",
            "restorecon",
            "rc-service",
            "rc-update",
            "rm",
            "rmdir",
            "sed",
            "service",
            "setfacl",
            "stat",
            "swapoff",
            "swapon",
            "sysctl",
            "systemctl",
            "systemd-machine-id-setup",
            "tail",
            "timedatectl",
            "touch",
            "tr",
            "ufw",
            "useradd",
            "userdel",
            "usermod",
            "update-rc.d",
            "visudo",
            "xargs",
            "owned");

    @TempDir
    Path root;

    private record Shown(String remedy, String command) {}

    /** Every command and undo of every check, with this word wherever a value of a host may stand. */
    private static List<Shown> shown(String word, boolean whole) throws IOException {
        Texts texts = Texts.of(Catalogue.load(), Locale.ENGLISH);
        List<Shown> all = new ArrayList<>();
        for (Check<?> check : new AllChecks().checks()) {
            String id = check.spec().id();
            Properties properties = new Properties();
            try (InputStream in = check.getClass().getResourceAsStream(id + "_en.properties")) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            for (String key : new TreeSet<>(properties.stringPropertyNames())) {
                if (!key.startsWith("remedy.") || !key.endsWith(".command")) {
                    continue;
                }
                String name = key.substring("remedy.".length(), key.length() - ".command".length());
                Remedy remedy = Remedy.confirm(name, Privilege.ROOT);
                String undo = properties.getProperty("remedy." + name + ".undo", "");
                Matcher gap = GAP.matcher(properties.getProperty(key) + undo);
                boolean any = false;
                while (gap.find()) {
                    any = true;
                    remedy = remedy.with(gap.group(1), Arg.text(word));
                }
                if (any || whole) {
                    RemedyTexts rendered = texts.of(Finding.of(
                                    id,
                                    id,
                                    Scope.host("h1"),
                                    Judgement.fail("any", Subject.HOST).withRemedy(remedy),
                                    Severity.BLOCKER))
                            .remedies()
                            .get(0);
                    add(all, id + " " + name, properties.getProperty(key), rendered.command());
                    add(all, id + " " + name + " undo", undo, rendered.undo());
                }
            }
        }
        return all;
    }

    private static void add(List<Shown> all, String what, String template, String command) {
        if (GAP.matcher(template).find()) {
            all.add(new Shown(what, command));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(owned)", "`owned`", ";owned;", "|owned", "&owned&", "'; owned; '", "\"; owned; \"", "a b", "*",
                        "%n%s",
                "\\", "~", "#x", "{a,b}", "!!", ">owned", "a'b", "$((owned))", "]; owned; [", "a/e;e owned"
            })
    void aWordArrivesAsItIsAndNothingElseRuns(String word) throws Exception {
        Requirement.root();
        Requirement.tool("chroot");
        Requirement.tool("ldd");
        rootWithNothingReal();
        int tried = 0;
        SoftAssertions all = new SoftAssertions();
        for (Shown shown : shown(word, false)) {
            if (!shown.command().isEmpty()) {
                all.assertThat(run(shown.command(), word)).as(shown.toString()).contains(word);
                all.assertThat(root.resolve("owned-ran")).as(shown.toString()).doesNotExist();
                Files.deleteIfExists(root.resolve("owned-ran"));
                tried++;
            }
        }
        all.assertAll();
        assertThat(tried).isGreaterThan(40);
    }

    /** Such a word would be an option, or would make two commands of one: the command is not shown. */
    @ParameterizedTest
    @ValueSource(strings = {"-x", "--help", "-", "a\nowned", "a\rowned", "a\0b"})
    void aWordThatCannotStandInACommandGivesNone(String word) throws IOException {
        assertThat(shown(word, false))
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(shown.command()).isEmpty());
    }

    /** A sentence is not quoted: no command stands in one with a value that a host gave. */
    @Test
    void noSentenceHoldsACommandWithAValue() throws IOException {
        Pattern command = Pattern.compile("\"[a-z]+ [^\"]*\\{[a-z]+}[^\"]*\"");
        for (Check<?> check : new AllChecks().checks()) {
            Properties properties = new Properties();
            try (InputStream in =
                    check.getClass().getResourceAsStream(check.spec().id() + "_en.properties")) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            properties.forEach((key, text) -> {
                if (key.toString().startsWith("remedy.") && !key.toString().matches(".*\\.(command|undo)")) {
                    assertThat(text.toString())
                            .as("%s %s", check.spec().id(), key)
                            .doesNotContainPattern(command);
                }
            });
        }
    }

    private void rootWithNothingReal() throws IOException {
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("dev"));
        // Not busybox: its shell takes programs of its own for those that it is to call.
        Path dash = Requirement.tool("dash").toRealPath();
        Files.copy(dash, root.resolve("bin/sh"));
        Process ldd = new ProcessBuilder("ldd", dash.toString()).start();
        Matcher library = Pattern.compile("/\\S+")
                .matcher(new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        while (library.find()) {
            Path copy = root.resolve(library.group().substring(1));
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(library.group()), copy);
        }
        for (String directory : List.of(
                "root",
                "tmp",
                "var/tmp",
                "etc/sysctl.d",
                "etc/modules-load.d",
                "usr/share/zoneinfo",
                "etc/sudoers.d",
                "etc/dhcp",
                "etc/udhcpc",
                "etc/logrotate.d",
                "etc/sysconfig/network",
                "etc/systemd/system/docker.service.d",
                "etc/systemd/journald.conf.d",
                "stub")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (String program : PROGRAMS) {
            stub(program, program.equals("owned") ? ": >/owned-ran\n" : "");
        }
        stub("readlink", "printf '%s\\n' \"$3\"\n");
        Files.createSymbolicLink(root.resolve("stub/sh"), Path.of("/bin/sh"));
    }

    private void stub(String name, String more) throws IOException {
        Path file = Files.writeString(
                root.resolve("stub/" + name), "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done >>/calls\n" + more);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What came of it: all arguments of all programs, and the files that the shell itself wrote, with their names. */
    private String run(String command, String word) throws Exception {
        // Some look first whether the file is there that they are about.
        Path named = root.resolve("root").resolve(word);
        Files.createDirectories(named.getParent());
        Files.writeString(named, "as it was");
        ProcessBuilder builder = new ProcessBuilder(
                "chroot",
                root.toString(),
                "/bin/sh",
                "-c",
                "cd /root && PATH=/stub HOME=/root && export PATH HOME\n" + command);
        Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .start();
        StringBuilder all =
                new StringBuilder(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        process.waitFor();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("stub", "bin", "lib", "lib64", "usr")
                            .map(root::resolve)
                            .noneMatch(file::startsWith))
                    .toList();
        }
        for (Path file : files) {
            if (file.equals(named) && Files.readString(file).equals("as it was")) {
                continue;
            }
            all.append(root.relativize(file))
                    .append('\n')
                    .append(Files.readString(file))
                    .append('\n');
            Files.delete(file);
        }
        return all.toString();
    }
}
