package dev.preflight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.RealSshd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The command as an engineer gives it, with an inventory and known hosts that grow host by host in a test's folder. */
final class Gate {
    /** The machine of a developer need not be fit for a platform: only what these tests bring about is looked at. */
    static final String PROFILE = """
            name: three
            checks:
              umask-effective: {}
              nic-link: {}
              resolv-conf-persistence: {}
              docker-daemon-json: {}
            """;

    private final Path folder;
    private final List<String> inventory = new ArrayList<>();
    private final List<String> knownHosts = new ArrayList<>();

    Gate(Path folder) {
        this.folder = folder;
    }

    /** What a command came to; {@code json} is the report for programs, missing where the command wrote none. */
    record Result(int code, String out, String err, JsonNode json) {
        JsonNode host(String name) {
            return StreamSupport.stream(json.path("hosts").spliterator(), false)
                    .filter(host -> host.path("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no host " + name + " in " + json + "\n" + err));
        }

        /** The findings of a host that are neither passed nor not applicable. */
        List<JsonNode> troubles(String host) {
            return StreamSupport.stream(host(host).path("findings").spliterator(), false)
                    .filter(finding -> !List.of("pass", "not-applicable")
                            .contains(finding.path("outcome").asText()))
                    .toList();
        }

        String all() {
            return "exit " + code + "\n" + out + "\n" + err + "\n" + json;
        }
    }

    /** A host with these variables of an inventory, and the line that makes its key known. */
    Gate host(String name, int port, String variables, String knownHostsLine) {
        inventory.add(name + " ansible_host=127.0.0.1 ansible_port=" + port + " " + variables);
        knownHosts.add(knownHostsLine);
        return this;
    }

    Gate host(String name, RealSshd sshd, Path key) {
        return host(name, sshd.port(), key(sshd.user(), key), sshd.knownHostsLine());
    }

    Gate host(String name, EmbeddedSshServer server) {
        String login = "ansible_user=anyone ansible_password='" + EmbeddedSshServer.PASSWORD + "'";
        return host(name, server.port(), login, server.knownHostsLine());
    }

    static String key(String user, Path key) {
        return "ansible_user=" + user + " ansible_ssh_private_key_file=" + key;
    }

    /** Gates the hosts with these options. */
    Result run(String... options) {
        List<String> args = new ArrayList<>(List.of(
                "run",
                "--inventory",
                file("hosts.ini", String.join("\n", inventory) + "\n").toString(),
                "--known-hosts",
                file("known_hosts", String.join("\n", knownHosts) + "\n").toString()));
        args.addAll(withProfile(options));
        args.addAll(Command.patience(args));
        return reported(args);
    }

    /** Judges saved evidence. */
    Result judge(Path evidence, String... options) {
        List<String> args = new ArrayList<>(List.of("judge", evidence.toString()));
        args.addAll(withProfile(options));
        return reported(args);
    }

    private List<String> withProfile(String... options) {
        String three = file("three.yaml", PROFILE).toString();
        List<String> args = new ArrayList<>(List.of(options));
        if (!args.contains("--profile")) {
            args.addAll(List.of("--profile", three));
        }
        return args;
    }

    /** A file in the test's folder. */
    Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result reported(List<String> args) {
        try {
            Path json = folder.resolve("verdict.json");
            Files.deleteIfExists(json);
            args.addAll(List.of("--format", "text", "--format", "json:" + json));
            Result plain = command(args.toArray(String[]::new));
            JsonNode report = new ObjectMapper().readTree(Files.exists(json) ? Files.readString(json) : "null");
            return new Result(plain.code(), plain.out(), plain.err(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any command, with nothing on standard input and no terminal. */
    static Result command(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Io io = new Io(
                new ByteArrayInputStream(new byte[0]),
                Output.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Command.UNWRAPPED,
                Optional.empty(),
                Clock.systemUTC(),
                new Interruption());
        int code = Main.run(io, args);
        return new Result(
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                new ObjectMapper().nullNode());
    }
}
