package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.ssh.KnownHost.Marker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
    /** An ed25519 key blob: its type's length and name, a length of 32, and the key. */
    private static final String KEY = key(1);

    @TempDir
    Path folder;

    private static String key(int filler) {
        byte[] blob = new byte[51];
        blob[3] = 11;
        System.arraycopy("ssh-ed25519".getBytes(StandardCharsets.US_ASCII), 0, blob, 4, 11);
        blob[18] = 32;
        blob[19] = (byte) filler;
        return Base64.getEncoder().encodeToString(blob);
    }

    private KnownHosts reading(String... lines) {
        return KnownHosts.read(List.of(Client.knownHosts(folder, lines)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "web web 22 true",
                "web WEB 22 true",
                "WEB web 22 true",
                "web webs 22 false",
                "web,10.0.0.1 10.0.0.1 22 true",
                "web web 2222 false",
                "[web]:2222 web 2222 true",
                "[web]:2222 web 22 false",
                "[::1]:2222 ::1 2222 true",
                "*.example.com a.example.com 22 true",
                "*.example.com a.b.example.com 22 true",
                "*.example.com example.com 22 false",
                "10.0.0.? 10.0.0.7 22 true",
                "10.0.0.? 10.0.0.77 22 false",
                "[*.example.com]:2222 a.example.com 2222 true",
                "*,!db web 22 true",
                "*,!db db 22 false",
                "!db,* db 22 false",
                "!db web 22 false",
                "* anything 22 true",
                "a*b*c aXbYbZc 22 true",
                "a*b*c aXbYbZ 22 false",
            })
    void findsTheLinesAboutAHost(String patterns, String host, int port, boolean found) {
        KnownHosts known = reading(patterns + " ssh-ed25519 " + KEY);
        assertThat(known.lookup(KnownHosts.name(host, port))).hasSize(found ? 1 : 0);
    }

    @Test
    void findsHashedNamesAsSshKeygenWritesThem() throws IOException {
        Requirement.tool("ssh-keygen");
        Path file =
                Client.knownHosts(folder, "web,10.0.0.1 ssh-ed25519 " + KEY, "[db]:2222 ssh-ed25519 " + KEY, "# end");
        Commands.run("", "ssh-keygen", "-q", "-H", "-f", file.toString());
        assertThat(Files.readString(file)).contains("|1|").doesNotContain("web");
        KnownHosts known = KnownHosts.read(List.of(file));
        assertThat(known.lookup("web")).hasSize(1);
        assertThat(known.lookup("10.0.0.1")).hasSize(1);
        assertThat(known.lookup("[db]:2222")).hasSize(1);
        assertThat(known.lookup("db")).isEmpty();
    }

    @Test
    void tellsMarkersAndPlaces() {
        KnownHosts known = reading(
                "# comment",
                "",
                "@revoked * ssh-ed25519 " + KEY,
                "  web ssh-ed25519 " + KEY + " comment of several words",
                "@cert-authority *.example.com,web ssh-ed25519 " + KEY,
                "@new-marker web ssh-ed25519 " + KEY);
        assertThat(known.lookup("web"))
                .extracting(KnownHost::marker, KnownHost::line)
                .containsExactlyInAnyOrder(tuple(Marker.HOST, 4), tuple(Marker.REVOKED, 3), tuple(Marker.AUTHORITY, 5));
        assertThat(known.lookup("web").get(0).place()).isEqualTo(folder.resolve("known_hosts") + ":4");
    }

    @Test
    void passesOverDamagedLines() {
        KnownHosts known = reading(
                "web",
                "web ssh-ed25519",
                "web ssh-ed25519 not*base64",
                "web ssh-rsa " + KEY,
                "|1|AA== ssh-ed25519 " + KEY,
                "|1||AA== ssh-ed25519 " + KEY,
                "|2|AA==|AA== ssh-ed25519 " + KEY,
                "web ssh-ed25519 " + KEY);
        assertThat(known.lookup("web")).hasSize(1);
    }

    @Test
    void aMissingFileIsEmptyAndAnUnreadableOneAProblem() {
        KnownHosts known = KnownHosts.read(List.of(folder.resolve("none"), folder));
        assertThat(known.lookup("web")).isEmpty();
        assertThat(known.problems()).containsExactly("cannot read " + folder);
    }

    @Test
    void addsBehindALineWithoutEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("known_hosts"), "web ssh-ed25519 " + KEY);
        KnownHosts known = KnownHosts.read(List.of(file));
        assertThat(known.lookup("db")).isEmpty();
        assertThat(known.add("db", "ssh-ed25519", Base64.getDecoder().decode(KEY)))
                .isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("web ssh-ed25519 " + KEY, "db ssh-ed25519 " + KEY);
        assertThat(known.lookup("db")).extracting(KnownHost::line).containsExactly(2);
    }

    @Test
    void acceptsOneKeyOnlyForAHost() throws IOException {
        KnownHosts known = reading();
        assertThat(known.add("db", "ssh-ed25519", Base64.getDecoder().decode(KEY)))
                .isTrue();
        assertThat(known.add("db", "ssh-ed25519", Base64.getDecoder().decode(key(2))))
                .isFalse();
        assertThat(known.add("db", "ssh-ed25519", Base64.getDecoder().decode(KEY)))
                .isTrue();
        assertThat(Files.readAllLines(folder.resolve("known_hosts"))).hasSize(1);
    }

    @Test
    void fingerprintsAreThoseOfSshKeygen() {
        Requirement.tool("ssh-keygen");
        Path file = Client.knownHosts(folder, "web ssh-ed25519 " + KEY);
        String theirs = Commands.run("", "ssh-keygen", "-lf", file.toString()).split(" ")[1];
        assertThat(KnownHosts.read(List.of(file)).lookup("web").get(0).fingerprint())
                .isEqualTo(theirs);
    }

    @Test
    void manyLinesAreIndexed() {
        String[] lines = IntStream.range(0, 5000)
                .mapToObj(i -> "host" + i + " ssh-ed25519 " + KEY)
                .toArray(String[]::new);
        KnownHosts known = reading(lines);
        assertThat(IntStream.range(0, 5000)
                        .mapToObj(i -> known.lookup("host" + i))
                        .collect(Collectors.toSet()))
                .hasSize(5000);
    }
}
