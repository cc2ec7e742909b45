package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.JudgeOptions;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.EvidenceWriter;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.RunManifest.Choices;
import dev.preflight.evidence.RunManifest.RecordedProfile;
import dev.preflight.evidence.SavedRun;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import dev.preflight.probe.Redactor;
import dev.preflight.profile.Profile;
import dev.preflight.report.CsvReport;
import dev.preflight.report.JUnitReport;
import dev.preflight.report.JsonReport;
import dev.preflight.report.MarkdownReport;
import dev.preflight.report.NdjsonReport;
import dev.preflight.report.TextPage;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.TestHost;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generated: a secret stands wherever a host keeps one, and every probe of every check looks at that host. It is in no
 * frame behind the redactor, in no file of the evidence, and on no page.
 */
class CanaryTest {
    /** This one leaves a process behind, by its nature, and reads nothing of a host. */
    private static final Set<String> NO_READERS = Set.of("left-behind");

    private static final Catalogue CATALOGUE = Catalogue.load();

    /** A password as one is made up: nothing in it says what it is, only where it stands. */
    private final String canary =
            "Zq" + UUID.randomUUID().toString().replace("-", "").substring(0, 14);

    @TempDir
    Path folder;

    private final List<String> bare = new ArrayList<>();

    @Test
    void aSecretOfAHostIsInNoFrameNoFileAndOnNoPage() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        plant(root);
        Profile profile = new Clones("debian12", Clones.Kind.APART, false).profile();
        HostEvidence evidence = look(root, profile);

        assertThat(bare)
                .as("probes that send the secret, and rely on the redactor")
                .isNotEmpty();
        Map<String, String> leaks = new TreeMap<>();
        for (Frame frame : evidence.lanes().get(0).frames()) {
            lines(frame.out()).forEach(line -> leaks.put(frame.key() + " out", line));
            lines(frame.err()).forEach(line -> leaks.put(frame.key() + " err", line));
        }
        assertThat(leaks).isEmpty();
        Path saved = save(evidence, profile);
        try (Stream<Path> files = Files.walk(saved)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(canary));
        }
        RunReport report = judged(saved, profile);
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            Texts texts = Clones.texts(locale);
            assertThat(new TextPage(texts, TextPage.DEFAULT_WIDTH, false).render(report))
                    .doesNotContain(canary);
            assertThat(new JsonReport(texts).render(report)).contains("h1").doesNotContain(canary);
            assertThat(new JUnitReport(texts).render(report)).contains("h1").doesNotContain(canary);
            assertThat(new MarkdownReport(texts).render(report)).contains("h1").doesNotContain(canary);
            StringWriter lines = new StringWriter();
            new CsvReport(texts).write(report, lines);
            new NdjsonReport(texts).write(report, lines);
            assertThat(lines.toString()).contains("h1").doesNotContain(canary);
        }
    }

    private Stream<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lines().filter(line -> line.contains(canary));
    }

    /** What every probe says, behind the redactor, as if all of it had come. */
    private HostEvidence look(Path root, Profile profile) throws Exception {
        Set<String> seen = new TreeSet<>();
        List<Frame> frames = new ArrayList<>();
        List<FactRequest<?>> requests = new ArrayList<>(List.of(HostIdentity.REQUEST));
        profile.checks().forEach(instance -> requests.addAll(HealthyHost.needs(instance.check())));
        Redactor redactor = new Redactor(List.of());
        for (FactRequest<?> request : requests) {
            if (seen.add(request.key()) && !NO_READERS.contains(request.fact().id())) {
                Ran ran = run(root, request);
                if (lines(ran.out()).findAny().isPresent()
                        || lines(ran.err()).findAny().isPresent()) {
                    bare.add(request.fact().id());
                }
                frames.add(new Frame(
                        request.key(),
                        request.fact().format(),
                        FrameEnd.COMPLETE,
                        OptionalInt.of(ran.status()),
                        Optional.empty(),
                        Optional.of(FixtureEvidence.COLLECTED_AT),
                        redactor.redact(ran.out()),
                        redactor.redact(ran.err())));
            }
        }
        return FixtureEvidence.of(frames);
    }

    @SuppressWarnings("ArrayRecordComponent") // carries bytes; never compared
    private record Ran(byte[] out, byte[] err, int status) {}

    private Ran run(Path root, FactRequest<?> request) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", request.fact().script(), "sh"));
        command.addAll(request.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        request.probeLocators().forEach((name, value) -> builder.environment().put("PARAM_" + name, value));
        builder.environment().put("PARAM_SECONDS", "1");
        builder.environment().put("PARAM_INTERVAL", "1");
        builder.environment().put("PARAM_WAIT", "1");
        builder.environment().put("PARAM_AGAIN", "1");
        builder.environment().put("PATH", root + "/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", root + "/root");
        builder.environment().put("PROBE_ROOT", root.toString());
        for (String name : List.of("DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD")) {
            builder.environment().put(name, canary);
        }
        builder.environment().put("http_proxy", "http://user:" + canary + "@proxy:3128");
        Path out = Files.createTempFile(folder, "probe", ".out");
        Path err = Files.createTempFile(folder, "probe", ".err");
        Process process = builder.redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return new Ran(Files.readAllBytes(out), Files.readAllBytes(err), status);
    }

    private Path save(HostEvidence evidence, Profile profile) throws IOException, ProblemsException {
        RunManifest run = RunManifest.of(
                "test",
                FixtureEvidence.COLLECTED_AT,
                RecordedProfile.of(profile.name(), "checks: {}\n"),
                Choices.NONE,
                List.of(host()));
        Path saved = folder.resolve("evidence");
        EvidenceWriter writer = EvidenceWriter.create(saved, run);
        writer.write(evidence);
        writer.close(RunEnd.How.COMPLETE, FixtureEvidence.COLLECTED_AT);
        return saved;
    }

    private static RunReport judged(Path saved, Profile profile) throws ProblemsException {
        SavedRun run = EvidenceReader.open(saved, false);
        RunPlan plan = RunPlan.of(profile, List.of(host()), List.of(), List.of());
        HostEvidence read = run.read(run.manifest().hosts().get(0));
        assertThat(read.failure()).isEmpty();
        return RunJudging.replay(
                plan, host -> read, CATALOGUE, new JudgeOptions(false, "0"), FixtureEvidence.COLLECTED_AT);
    }

    private static Host host() {
        return TestHost.at("h1", "10.0.0.1", "all");
    }

    private void plant(Path root) throws IOException {
        String proxy = "http://user:" + canary + "@proxy:3128";
        String settings = "DB_PASSWORD=" + canary + "\nAWS_SECRET_ACCESS_KEY=\"" + canary + "\"\nPGPASSWORD='" + canary
                + "'\nHTTP_PROXY=" + proxy + "\nUMASK=022\n";
        String exports = settings.replaceAll("(?m)^", "export ") + "umask 022\n";
        String unit =
                "[Service]\nType=notify\nExecStart=/usr/bin/dockerd --config-file=/etc/docker/daemon.json --password "
                        + canary + " --http-proxy " + proxy + "\nExecStart=/usr/bin/x --token=" + canary
                        + "\nEnvironment=DB_PASSWORD=" + canary + " \"API_TOKEN=" + canary + "\" HTTPS_PROXY=" + proxy
                        + "\nEnvironment=\"PGPASSWORD=" + canary
                        + "\"\nEnvironmentFile=/etc/default/docker\nUMask=0022\n";
        for (String name :
                List.of("docker", "platform", "systemd-networkd", "rsyslog", "cron", "chrony", "containerd")) {
            put(root, "etc/systemd/system/" + name + ".service", unit);
            put(root, "etc/systemd/system/" + name + ".service.d/override.conf", unit);
            put(root, "etc/default/" + name, settings);
            put(root, "etc/sysconfig/" + name, settings);
        }
        put(root, "etc/environment", settings);
        for (String name : List.of("etc/profile", "etc/profile.d/site.sh", "root/.bashrc", "root/.profile")) {
            put(root, name, exports);
        }
        for (String name : List.of("etc/crontab", "etc/cron.d/site", "var/spool/cron/crontabs/root")) {
            put(root, name, settings + "* * * * * root umask 022; x --password " + canary + " " + proxy + "\n");
        }
        put(root, "root/.netrc", "machine registry login user password " + canary + "\n");
        put(root, "root/.pgpass", "db:5432:app:user:" + canary + "\n");
        put(root, "root/.docker/config.json", auths());
        put(
                root,
                "etc/docker/daemon.json",
                "{\"proxies\": {\"http-proxy\": \"" + proxy + "\"}, \"mtu\": 1500, \"data-root\": \"/var/lib/docker\","
                        + " \"log-opts\": {\"splunk-token\": \"" + canary + "\"}, " + auths().substring(1));
        put(
                root,
                "etc/logrotate.d/site",
                "/var/log/x.log {\n  postrotate\n  x --password " + canary + "\n endscript\n}\n");
        put(root, "etc/sudoers.d/site", "Defaults env_keep += \"DB_PASSWORD=" + canary + "\"\nDefaults umask=0022\n");
        put(root, "etc/resolv.conf", "nameserver 10.0.0.53\n# password=" + canary + "\n");
        put(
                root,
                "etc/NetworkManager/system-connections/eth0",
                "[connection]\nid=eth0\n[ipv4]\nmethod=auto\n[802-1x]\npassword=" + canary + "\n[wifi-security]\npsk="
                        + canary + "\n");
        put(
                root,
                "etc/sysconfig/network-scripts/ifcfg-eth0",
                "DNS1=10.0.0.53\nWPA_PSK=" + canary + "\nPASSWORD=" + canary + "\n");
        put(root, "etc/fstab", "//nas/x /x cifs username=u,password=" + canary + " 0 0\n/dev/sda1 / ext4 rw 0 0\n");
        String log = "Jan  1 00:00:00 h kernel: EXT4-fs error: password=" + canary + " " + proxy + "\n";
        for (String name : List.of("kern.log", "messages", "syslog")) {
            put(root, "var/log/" + name, log);
        }
        processes(root, settings, proxy);
        container(root, proxy);
        for (String name : List.of("systemctl", "docker", "podman", "crictl", "journalctl", "dmesg", "busctl")) {
            put(root, "says", unit + settings + log);
            Path program = put(root, "usr/sbin/" + name, "#!/bin/sh\ncat '" + root + "/says'\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private String auths() {
        return "{\"auths\": {\"registry\": {\"username\": \"u\", \"password\": \"" + canary + "\", \"auth\": \""
                + canary + "==\"}}, \"proxies\": {\"default\": {\"httpProxy\": \"http://user:" + canary
                + "@proxy\"}}}\n";
    }

    private void processes(Path root, String settings, String proxy) throws IOException {
        put(
                root,
                "proc/cmdline",
                "ro quiet password=" + canary + " ip=dhcp rd.iscsi.password=" + canary + " inst.ks=" + proxy + "\n");
        put(
                root,
                "proc/self/mounts",
                "/dev/sda1 / ext4 rw 0 0\n//nas/x /x cifs rw,username=u,password=" + canary + " 0 0\n");
        put(root, "proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw,password=" + canary + "\n");
        put(root, "proc/uptime", "1000.00 1000.00\n");
        put(root, "proc/loadavg", "0 0 0 1/1 1\n");
        int pid = 1;
        for (String name : List.of(
                "systemd",
                "dockerd",
                "platformd",
                "cron",
                "chronyd",
                "kubelet",
                "NetworkManager",
                "java",
                "rsyslogd")) {
            String at = "proc/" + pid++ + "/";
            put(root, at + "comm", name + "\n");
            put(
                    root,
                    at + "cmdline",
                    name + "\0--password\0" + canary + "\0--token=" + canary + "\0-Ddb.password=" + canary + "\0"
                            + proxy + "\0--data-root=/var/lib/docker\0");
            put(root, at + "environ", settings.replace("\n", "\0"));
            put(
                    root,
                    at + "status",
                    "Name:\t" + name + "\nUmask:\t0022\nState:\tS\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t" + pid + "\n");
            put(root, at + "stat", pid + " (" + name + ") S 1 " + "1 ".repeat(40) + "\n");
            put(root, at + "cgroup", "0::/system.slice/" + name + ".service\n");
            put(root, at + "mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        }
        put(root, "var/run/docker.pid", "2");
        Files.createDirectories(root.resolve("run/systemd/system"));
    }

    private void container(Path root, String proxy) throws IOException {
        String at = "var/lib/docker/containers/" + "0".repeat(64) + "/";
        String environment = "[\"DB_PASSWORD=" + canary + "\",\"HTTP_PROXY=" + proxy + "\"]";
        put(
                root,
                at + "config.v2.json",
                "{\"Name\":\"/x\",\"Path\":\"x\",\"Args\":[\"--password\",\"" + canary + "\"],\"Config\":{\"Env\":"
                        + environment
                        + ",\"Cmd\":[\"x\",\"--token=" + canary + "\"],\"Labels\":{\"db.password\":\"" + canary
                        + "\",\"api_token\":\"" + canary + "\"}},\"NetworkSettings\":{\"Networks\":{\"bridge\":{}}}}");
        put(
                root,
                at + "hostconfig.json",
                "{\"LogConfig\":{\"Type\":\"splunk\",\"Config\":{\"splunk-token\":\"" + canary + "\",\"splunk-url\":\""
                        + proxy + "\"}},\"CpuShares\":2,\"RestartPolicy\":{\"Name\":\"always\"}}");
    }

    private static Path put(Path root, String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
