package dev.preflight.sshconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.preflight.node.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own reading against {@code ssh -G}: the same login, or a refusal where either refuses. */
class SameAsSshTest {
    private static final List<String> HOSTS =
            List.of("web1", "web2", "db", "Web1", "a.example.com", "10.0.0.7", "fe80::1", "bastion");

    private static final List<String> PATTERNS = List.of(
            "web1",
            "web*",
            "*",
            "!web1 *",
            "* !web2",
            "w?b1",
            "db web2",
            "*.example.com",
            "10.0.0.?",
            "WEB1",
            "\"web1\"",
            "!db",
            "fe80*",
            "web1,db",
            "web1 # db",
            "nothing",
            "=web1",
            "web?");

    private static final List<String> MATCHES = List.of(
            "all",
            "host web*",
            "host=web1",
            "originalhost db,web2",
            "user ops",
            "!user ops",
            "localuser root",
            "localuser nobody",
            "host web*,!web2 user *",
            "final",
            "final all",
            "canonical",
            "final host real*",
            "host real1",
            "Host WEB1",
            "!all",
            "user \"ops\"");

    private static final List<String> VALUES = List.of(
            "HostName real1",
            "HostName %h.lan",
            "HostName REAL.Example",
            "Hostname=real2",
            "HostName \"real3\"",
            "HostName 127.0.0.1",
            "HostName 100%%",
            "Port 2222",
            "Port = 2200",
            "port=22",
            "Port \"2022\"",
            "User ops",
            "User \"o p\"",
            "User o\\ p",
            "USER root # admin",
            "IdentityFile ~/.ssh/id_lab",
            "IdentityFile /k/%h-%r",
            "IdentityFile \"/k/a b\"",
            "IdentityFile none",
            "IdentityFile /k/%n_%p_%u_%d_%%",
            "IdentityFile /k/${HOME}/x",
            "IdentityFile id_rel",
            "IdentityFile ~/.ssh/id_rsa",
            "IdentitiesOnly yes",
            "IdentitiesOnly NO",
            "CertificateFile ~/c-cert.pub",
            "CertificateFile /c/%h",
            "IdentityAgent none",
            "IdentityAgent SSH_AUTH_SOCK",
            "IdentityAgent ~/agent.sock",
            "IdentityAgent /run/%u/agent",
            "UserKnownHostsFile /dev/null",
            "UserKnownHostsFile ~/.ssh/a ~/.ssh/b",
            "UserKnownHostsFile \"/x/a b\" /y/%h",
            "UserKnownHostsFile none",
            "GlobalKnownHostsFile /etc/g1 /etc/g2",
            "GlobalKnownHostsFile none",
            "HostKeyAlias Alias1",
            "HostKeyAlias %h",
            "StrictHostKeyChecking no",
            "StrictHostKeyChecking accept-new",
            "StrictHostKeyChecking off",
            "ProxyJump bastion",
            "ProxyJump ops@b1:2200,b2",
            "ProxyJump none",
            "ProxyCommand nc %h %p",
            "ProxyCommand none",
            "ProxyCommand = ssh \"gate way\" -W '[%h]:%p' # all of it",
            "ProxyJump b3 # not this",
            "ConnectTimeout 7",
            "ConnectTimeout 1m30s",
            "ConnectTimeout none",
            "ConnectTimeout 0",
            "ConnectionAttempts 3",
            "PreferredAuthentications publickey,password",
            "PubkeyAuthentication no",
            "PubkeyAuthentication unbound",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "ChallengeResponseAuthentication no",
            "NumberOfPasswordPrompts 1",
            "BatchMode yes",
            "AddressFamily inet6",
            "AddressFamily INET",
            "BindAddress 127.0.0.1",
            "BindInterface lo",
            "ControlPath ~/.cm/%C",
            "ServerAliveInterval 5",
            "SendEnv LANG LC_*",
            "LocalForward 8080 localhost:80",
            "ForwardAgent yes",
            "IgnoreUnknown UseKeychain,Foo*",
            "UseKeychain yes",
            "LogLevel ERROR",
            "Compression yes",
            "Port z",
            "Port 0",
            "Port",
            "HostName",
            "User a b",
            "IdentitiesOnly maybe",
            "Nonsense 1",
            "HostName \"open",
            "ConnectTimeout x",
            "AddressFamily v4",
            "CanonicalizeHostname no",
            "UserKnownHostsFile none /x",
            "StrictHostKeyChecking perhaps",
            "HostName %x");

    @TempDir
    private Path folder;

    /** Seeds: each makes one configuration with included files, and two command lines. More of them: {@code -Dconfigurations=N}. */
    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("configurations", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void generatedConfigurations(int seed) {
        Random random = new Random(seed);
        // The later values of the list are mistakes, which would end most readings.
        int known = random.nextInt(5) == 0 ? VALUES.size() : VALUES.indexOf("Port z");
        Configs.write(folder, "inner.conf", lines(random, known, 4));
        Configs.write(folder, "other.conf", lines(random, known, 2));
        List<String> all = new ArrayList<>(List.of(lines(random, known, 12)));
        all.add(random.nextInt(all.size()), "Include " + folder + (random.nextBoolean() ? "/inner.conf" : "/*.conf"));
        Path file = Configs.write(folder, "config", all.toArray(String[]::new));
        for (int i = 0; i < 2; i++) {
            same(Configs.ask(file, pick(random, HOSTS), options(random)));
        }
    }

    private void same(SshAsk ask) {
        String about = ask + "\n"
                + Stream.of("config", "inner.conf", "other.conf")
                        .map(this::shown)
                        .collect(Collectors.joining());
        List<String> why = new ArrayList<>();
        Optional<SshLogin> theirs = login(() -> Configs.ofSsh(folder, ask), why);
        Optional<SshLogin> ours = login(() -> Configs.own(folder, ask), why);
        assertEquals(theirs, ours, () -> about + "\n" + why);
    }

    private String shown(String name) {
        try {
            return "== " + name + "\n" + Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading {
        SshLogin login() throws ProblemsException;
    }

    private static Optional<SshLogin> login(Reading reading, List<String> why) {
        try {
            return Optional.of(reading.login());
        } catch (ProblemsException e) {
            e.problems().forEach(problem -> why.add(problem.toString()));
            assertTrue(
                    e.problems().stream().noneMatch(problem -> problem.message().isEmpty()));
            return Optional.empty();
        }
    }

    private static String[] lines(Random random, int known, int count) {
        return Stream.generate(() -> switch (random.nextInt(5)) {
                    case 0 -> "Host " + pick(random, PATTERNS);
                    case 1 -> random.nextBoolean() ? "Match " + pick(random, MATCHES) : "# Port 1";
                    default -> " ".repeat(random.nextInt(3)) + VALUES.get(random.nextInt(known));
                })
                .limit(count)
                .toArray(String[]::new);
    }

    private static SshOption[] options(Random random) {
        List<SshOption> all = List.of(
                new SshOption('p', "2345"),
                new SshOption('l', "ops"),
                new SshOption('o', "User=web"),
                new SshOption('o', "HostName=given"),
                new SshOption('o', "Port 99"),
                new SshOption('o', "IdentityFile=\"/k/x y\""),
                new SshOption('o', "ProxyJump=j1"),
                new SshOption('J', "j2"),
                new SshOption('4', ""),
                new SshOption('6', ""),
                new SshOption('o', "AddressFamily=inet"));
        return Stream.generate(() -> pick(random, all)).limit(random.nextInt(3)).toArray(SshOption[]::new);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
