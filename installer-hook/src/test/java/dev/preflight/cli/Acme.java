package dev.preflight.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A site's profile, the evidence of a host on which it holds, and a test file, in a test's folder. */
final class Acme {
    private static final String PROFILE = """
            name: acme
            checks:
              sysctl:
                params:
                  require:
                    net.ipv4.ip_forward: 1
                    vm.max_map_count: {min: 262144}
            """;

    private static final String EVIDENCE = """
            formatVersion: 1
            startedAt: 2026-11-02T10:00:00Z
            hosts:
              h1:
                groups: [workers]
                said:
                  host-identity@clean: |
                    Linux 6.1.0-28-amd64 x86_64
                    0
                    container=none
                    PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                    ID=debian
                    VERSION_ID="12"
                    done
                  sysctl-values@clean: |
                    there net/ipv4/ip_forward
                    there vm/max_map_count
                    values
                     net/ipv4/ip_forward:1
                     vm/max_map_count:262144
                    done
                  sysctl-boot@clean: |
                    init systemd
                    cmdline
                    file /etc/sysctl.d/90-platform.conf
                     1 net.ipv4.ip_forward = 1
                     2 vm.max_map_count = 1048576
                    conf /etc/sysctl.conf
                    done
            """;

    private final Path folder;

    /** Writes profile and evidence. */
    Acme(Path folder) {
        this.folder = folder;
        file("acme.yaml", PROFILE);
        file("h1.evidence.yaml", EVIDENCE);
    }

    /** Writes a file. */
    Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces in a file. */
    Acme but(String name, String old, String fresh) {
        String text = text(name);
        if (!text.contains(old)) {
            throw new IllegalArgumentException("no '" + old + "' in " + text);
        }
        file(name, text.replace(old, fresh));
        return this;
    }

    /** Runs a test file with these cases. */
    Command cases(String cases, String... options) {
        return testFile("profile: acme.yaml\ncases:\n" + cases.indent(2), options);
    }

    /** Runs this test file. */
    Command testFile(String text, String... options) {
        return run(file("acme.test.yaml", text).toString(), options);
    }

    /** Runs the test file as it is. */
    Command again(String... options) {
        return run(folder.resolve("acme.test.yaml").toString(), options);
    }

    private static Command run(String file, String... options) {
        List<String> args = new ArrayList<>(List.of("test", file));
        args.addAll(List.of(options));
        return Command.run(args.toArray(String[]::new));
    }

    /** What a command said, with the folder left out. */
    String said(Command command) {
        return (command.out() + command.err()).replace(folder + "/", "");
    }
}
