package dev.preflight.report;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import dev.preflight.profile.Waiver;
import dev.preflight.result.HostReport;
import dev.preflight.result.IdleCheck;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs made by hand, for the renderers. */
final class Samples {
    static final Instant START = Instant.parse("2026-11-23T22:14:05.250Z");
    static final String HOSTILE =
            "\u001b[2J\u001b]0;owned\u0007 ]]> <script>alert(1)</script> & \"q\" \u202egnp.exe \u009b31m \ufffe \ud800 end\nline";

    private Samples() {}

    /** A check that is judged elsewhere: here only its texts count. */
    record FakeCheck(CheckSpec<NoParams> spec) implements HostCheck<NoParams> {
        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            throw new UnsupportedOperationException();
        }
    }

    static CheckSpec<NoParams> spec(String id) {
        return CheckSpec.of(id, NoParams.class, Severity.BLOCKER);
    }

    static Catalogue catalogue() {
        return new Catalogue(List.of(
                new FakeCheck(spec("umask-effective").code("file-mode").code("group-write", Severity.WARNING)),
                new FakeCheck(spec("docker-daemon-json")
                        .code("empty")
                        .code("no-docker", Severity.INFO)
                        .explainedBy("umask-effective")),
                new FakeCheck(spec("nic-link")
                        .code("no-carrier")
                        .code("bond-port-down", Severity.WARNING)
                        .code("unused-down", Severity.INFO))));
    }

    static Texts english() {
        return Texts.of(catalogue(), Locale.ENGLISH);
    }

    static Texts chinese() {
        return Texts.of(catalogue(), Locale.SIMPLIFIED_CHINESE);
    }

    static Finding finding(String check, String host, Judgement judgement, Severity severity) {
        return Finding.of(check, check, Scope.host(host), judgement, severity);
    }

    static Judgement from(Judgement j, String... keys) {
        List<String> readFrom =
                Stream.concat(j.readFrom().stream(), Stream.of(keys)).toList();
        return new Judgement(
                j.code(), j.subject(), j.outcome(), j.reason(), j.args(), j.remedies(), readFrom, j.severity());
    }

    static Finding umask(String host, String context) {
        Judgement judgement = Judgement.fail("file-mode", Subject.of("context", context))
                .with("fileMode", Arg.mode(0640))
                .with("dirMode", Arg.mode(0750))
                .with("umask", "0027")
                .with("origins", Arg.texts(List.of("/home/ops/.bashrc:3", "/etc/profile:12")))
                .with("requiredFileMode", Arg.mode(0644))
                .with("requiredDirMode", Arg.mode(0755))
                .withRemedy(
                        Remedy.confirm("user-umask", Remedy.Privilege.USER).with("file", Arg.text("/home/ops/.bashrc")))
                .withRemedy(Remedy.manual("installer-umask"));
        return finding("umask-effective", host, from(judgement, "umask-modes@" + context), Severity.BLOCKER);
    }

    static Finding daemonJson(String host, Finding... causes) {
        Judgement judgement = Judgement.fail("empty", Subject.of("file", "/etc/docker/daemon.json"))
                .with("path", "/etc/docker/daemon.json")
                .with("size", Arg.bytes(0))
                .withRemedy(Remedy.confirm("write-default", Remedy.Privilege.ROOT)
                        .with("path", Arg.text("/etc/docker/daemon.json")));
        return finding("docker-daemon-json", host, from(judgement, "docker-config@clean"), Severity.BLOCKER)
                .explainedBy(Stream.of(causes).map(Finding::fingerprint).toList());
    }

    static Finding bond(String host) {
        Judgement judgement = Judgement.warning("bond-port-down", Subject.of("nic", "bond0"))
                .with("ports", Arg.texts(List.of("eth1", "eth3")))
                .with("bond", "bond0")
                .with("since", Arg.span(Duration.ofMinutes(125)));
        return finding("nic-link", host, from(judgement, "nics@clean"), Severity.WARNING);
    }

    static Finding carrier(String host, String nic, String said) {
        Judgement judgement =
                Judgement.fail("no-carrier", Subject.of("nic", nic)).with("said", said);
        return finding("nic-link", host, from(judgement, "nics@clean"), Severity.BLOCKER);
    }

    static Finding pass(String check, String host, Subject subject) {
        return finding(
                check,
                host,
                Judgement.pass(subject).with("fileMode", Arg.mode(0644)).with("path", "/etc/docker/daemon.json"),
                Severity.BLOCKER);
    }

    static Finding unknown(String check, String host, Reason reason, Subject subject, String detail) {
        return finding(
                check,
                host,
                from(Judgement.unknown(reason, subject).with("detail", detail), check + "@sudo"),
                Severity.BLOCKER);
    }

    static Finding noDocker(String host) {
        return finding("docker-daemon-json", host, Judgement.notApplicable("no-docker", Subject.HOST), Severity.INFO);
    }

    static Finding waived(Finding finding) {
        return finding.waivedBy(new Finding.AppliedWaiver(
                "cable comes on Tuesday, ticket NET-41", "li.wei", "2026-12-01T00:00:00+08:00"));
    }

    static List<Finding> allPass(String host) {
        return List.of(
                pass("umask-effective", host, Subject.of("context", "exec")),
                pass("umask-effective", host, Subject.of("context", "login")),
                pass("docker-daemon-json", host, Subject.HOST),
                pass("nic-link", host, Subject.of("nic", "eth0")));
    }

    static HostReport host(String name, Verdict verdict, List<Finding> findings) {
        return new HostReport(
                name,
                "ssh ops@10.0.0.7:22",
                "Debian GNU/Linux 12 (bookworm), x86_64",
                verdict,
                Optional.empty(),
                findings,
                "",
                Optional.empty(),
                Duration.ofMillis(1234));
    }

    static HostReport unreached(String name, HostFailure why, List<Finding> findings) {
        return new HostReport(
                name,
                "ssh ops@" + name + ":22",
                "",
                Verdict.UNDECIDED,
                Optional.of(why),
                findings,
                "",
                Optional.empty(),
                Duration.ofMillis(31));
    }

    static HostFailure refused(String address) {
        return HostFailure.of(TransportFailure.REFUSED).with("address", address).with("port", "22");
    }

    static List<Finding> notTold(String host, Reason reason) {
        return Stream.of("umask-effective", "docker-daemon-json", "nic-link")
                .map(check -> unknown(check, host, reason, Subject.HOST, ""))
                .toList();
    }

    static RunReport run(Verdict verdict, ExitCode exit, List<HostReport> hosts) {
        return run(verdict, exit, hosts, List.of());
    }

    static RunReport run(Verdict verdict, ExitCode exit, List<HostReport> hosts, List<Finding> fleet) {
        return new RunReport(
                "0.1.0",
                "container-host",
                START,
                START.plusMillis(12_345),
                verdict,
                exit,
                Policy.USUAL,
                hosts,
                fleet,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Waiver waiver(Optional<String> fingerprint, String until) {
        return new Waiver(
                fingerprint,
                fingerprint.isPresent() ? Optional.empty() : Optional.of("nic-link"),
                fingerprint.isPresent() ? List.of() : List.of("web1", "web2"),
                "cable comes on Tuesday",
                "li.wei",
                OffsetDateTime.parse(until),
                new Place("site.yaml", 31, 5));
    }

    /** A host whose sudo wants a password. */
    static RunReport sudoWantsPassword() {
        HostReport host = host(
                "db1",
                Verdict.UNDECIDED,
                List.of(
                        unknown(
                                "docker-daemon-json",
                                "db1",
                                Reason.NOT_READABLE,
                                Subject.of("file", "/etc/docker/daemon.json"),
                                "cat: /etc/docker/daemon.json: Permission denied"),
                        unknown("nic-link", "db1", Reason.NO_PERMISSION, Subject.of("nic", "ovs0"), ""),
                        unknown(
                                "umask-effective",
                                "db1",
                                Reason.SUDO_PASSWORD,
                                Subject.of("context", "sudo"),
                                "sudo: a password is required")));
        HostReport refused = new HostReport(
                host.name(),
                host.transport(),
                host.system(),
                host.verdict(),
                host.unreachable(),
                host.findings(),
                "",
                Optional.of("sudo: a password is required"),
                host.took());
        return run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of(refused));
    }

    /** Everything that a page can show, on a handful of hosts. */
    static RunReport everything() {
        List<HostReport> hosts = new ArrayList<>();
        for (String name : List.of("web1", "web2")) {
            Finding exec = umask(name, "exec");
            List<Finding> findings = new ArrayList<>(List.of(exec, umask(name, "login")));
            findings.add(
                    name.equals("web1")
                            ? daemonJson(name, exec)
                            : pass("docker-daemon-json", name, Subject.of("file", "/etc/docker/daemon.json")));
            findings.add(pass("nic-link", name, Subject.of("nic", "eth0")));
            hosts.add(host(name, Verdict.BLOCKED, findings));
        }
        hosts.add(host(
                "db1",
                Verdict.BLOCKED,
                List.of(
                        pass("umask-effective", "db1", Subject.of("context", "exec")),
                        unknown(
                                "umask-effective",
                                "db1",
                                Reason.NO_PERMISSION,
                                Subject.of("context", "sudo"),
                                "sudo: a password is required"),
                        unknown(
                                "docker-daemon-json",
                                "db1",
                                Reason.NOT_READABLE,
                                Subject.of("file", "/etc/docker/daemon.json"),
                                "cat: /etc/docker/daemon.json: Permission denied"),
                        unknown("nic-link", "db1", Reason.NO_PERMISSION, Subject.of("nic", "ovs0"), ""),
                        carrier("db1", "eth2", HOSTILE))));
        hosts.add(host(
                "db2",
                Verdict.PROCEED_WITH_WARNINGS,
                List.of(
                        pass("umask-effective", "db2", Subject.of("context", "exec")),
                        noDocker("db2"),
                        bond("db2"),
                        waived(carrier("db2", "eth5", "")))));
        hosts.add(unreached("web3", refused("10.0.0.3"), notTold("web3", Reason.UNREACHABLE)));
        hosts.add(unreached(
                "web4",
                HostFailure.of(TransportFailure.HOST_KEY_CHANGED)
                        .with("address", "10.0.0.4")
                        .with("port", "2222")
                        .with("fingerprint", "ED25519 SHA256:5kbFq3fJx0Vt4J0Q4kqHn0wYVbRz8p1w2u0yJq3dX9E")
                        .with("expected", "ED25519 SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE")
                        .with("knownHosts", "/home/ops/.ssh/known_hosts\n/etc/ssh/ssh_known_hosts"),
                notTold("web4", Reason.UNREACHABLE)));
        List<Finding> clean = new ArrayList<>(allPass("mq1"));
        clean.add(finding("nic-link", "mq1", Judgement.fail("unused-down", Subject.of("nic", "eth7")), Severity.INFO));
        clean.add(Finding.of("nic-link", "nic-storage", Scope.host("mq1"), Judgement.skipped(), Severity.BLOCKER));
        hosts.add(host("mq1", Verdict.PROCEED, clean));
        List<Finding> inContainer = new ArrayList<>(allPass("localhost"));
        inContainer.add(finding(
                "nic-link",
                "localhost",
                Judgement.notApplicable(CheckSpec.IN_CONTAINER, Subject.HOST).with("runtime", "lxc"),
                Severity.INFO));
        hosts.add(new HostReport(
                "localhost",
                "local",
                "Ubuntu 24.04, aarch64",
                Verdict.PROCEED,
                Optional.empty(),
                inContainer,
                "",
                Optional.empty(),
                Duration.ofMillis(210)));
        Finding pair = Finding.of(
                "nic-link",
                "nic-link",
                Scope.pair(new Pair("db1", "db2")),
                Judgement.warning("bond-port-down", Subject.of("nic", "bond1"))
                        .with("ports", Arg.texts(List.of("eth9")))
                        .with("bond", "bond1")
                        .with("since", Arg.span(Duration.ofMillis(1500))),
                Severity.WARNING);
        RunReport run = run(Verdict.BLOCKED, ExitCode.BLOCKED, hosts);
        return new RunReport(
                run.toolVersion(),
                run.profile(),
                run.startedAt(),
                run.endedAt(),
                run.verdict(),
                run.exit(),
                Policy.USUAL,
                hosts,
                List.of(pair),
                List.of(new IdleCheck(
                        "nic-link", "nic-storage-db", IdleCheck.Why.NOT_IN_RUN, List.of("db", "archive"))),
                List.of(),
                List.of(waiver(Optional.empty(), "2026-11-01T00:00:00+08:00")),
                List.of(waiver(Optional.of("00112233445566aa"), "2027-01-01T00:00:00Z")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Two hundred hosts: one fault everywhere, thirty dead, some clean. */
    static RunReport manyHosts() {
        List<HostReport> hosts = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            String name = String.format(Locale.ROOT, "node-%03d", i);
            if (i <= 150) {
                Finding exec = umask(name, "exec");
                hosts.add(host(
                        name,
                        Verdict.BLOCKED,
                        List.of(exec, daemonJson(name, exec), carrier(name, i % 2 == 0 ? "eth1" : "eth2", ""))));
            } else if (i <= 180) {
                hosts.add(unreached(name, refused("10.0.1." + i), notTold(name, Reason.UNREACHABLE)));
            } else if (i <= 190) {
                hosts.add(host(
                        name,
                        Verdict.UNDECIDED,
                        List.of(unknown(
                                "umask-effective",
                                name,
                                Reason.NO_PERMISSION,
                                Subject.of("context", "sudo"),
                                "sudo: a password is required"))));
            } else {
                hosts.add(host(name, Verdict.PROCEED, allPass(name)));
            }
        }
        return run(Verdict.BLOCKED, ExitCode.BLOCKED, hosts);
    }

    static RunReport allClean() {
        return run(
                Verdict.PROCEED,
                ExitCode.PROCEED,
                List.of(
                        host("web1", Verdict.PROCEED, allPass("web1")),
                        host("web2", Verdict.PROCEED, allPass("web2"))));
    }

    static RunReport nothingMeasured() {
        return nothingMeasured(List.of(noDocker("web1")));
    }

    /** The same with these findings of web1. */
    static RunReport nothingMeasured(List<Finding> findings) {
        RunReport run = run(Verdict.UNDECIDED, ExitCode.UNDECIDED, List.of(host("web1", Verdict.UNDECIDED, findings)));
        return new RunReport(
                run.toolVersion(),
                run.profile(),
                run.startedAt(),
                run.endedAt(),
                run.verdict(),
                run.exit(),
                Policy.USUAL,
                run.hosts(),
                List.of(),
                List.of(
                        new IdleCheck("nic-link", "nic-db", IdleCheck.Why.GROUPS_EMPTY, List.of("db")),
                        new IdleCheck("nic-link", "nic-old", IdleCheck.Why.NOT_SELECTED, List.of())),
                List.of("web1"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
