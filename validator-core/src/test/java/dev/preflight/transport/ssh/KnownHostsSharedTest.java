package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.ssh.KnownHost.Marker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A known_hosts file that several runs, and ssh, use at once. */
class KnownHostsSharedTest {
    private static final int NAMES = 150;

    @TempDir
    Path folder;

    private static byte[] key(int filler) {
        byte[] blob = new byte[51];
        blob[3] = 11;
        System.arraycopy("ssh-ed25519".getBytes(StandardCharsets.US_ASCII), 0, blob, 4, 11);
        blob[18] = 32;
        blob[19] = (byte) filler;
        return blob;
    }

    private static String encoded(int filler) {
        return Base64.getEncoder().encodeToString(key(filler));
    }

    private Path file() {
        return folder.resolve("known_hosts");
    }

    /** A run of a process of its own: accepts a key of its own for each name, in its own order. */
    static final class Accepting {
        private Accepting() {}

        public static void main(String[] args) throws IOException {
            KnownHosts known = KnownHosts.read(List.of(Path.of(args[0])));
            int filler = Integer.parseInt(args[1]);
            System.out.println("ready");
            for (int i = 0; i < NAMES; i++) {
                known.add("host" + (i * filler) % NAMES, "ssh-ed25519", key(filler));
            }
        }
    }

    private Process accepting(int filler) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Accepting.class.getName(),
                        file().toString(),
                        Integer.toString(filler))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void assertEveryLineIsAKey(int... fillers) throws IOException {
        List<String> keys =
                IntStream.of(fillers).mapToObj(KnownHostsSharedTest::encoded).toList();
        assertThat(Files.readAllLines(file()))
                .allSatisfy(line -> assertThat(line.split(" ")).hasSize(3))
                .allSatisfy(line -> assertThat(keys).contains(line.split(" ")[2]));
        Map<String, Long> lines = Files.readAllLines(file()).stream()
                .collect(Collectors.groupingBy(line -> line.split(" ")[0], Collectors.counting()));
        assertThat(lines.values()).containsOnly(1L);
    }

    @Test
    void twoProcessesWriteOneKeyForOneName() throws IOException, InterruptedException {
        Process one = accepting(1);
        Process other = accepting(7);
        assertThat(one.waitFor()).isZero();
        assertThat(other.waitFor()).isZero();
        assertEveryLineIsAKey(1, 7);
        assertThat(Files.readAllLines(file())).hasSize(NAMES);
    }

    @Test
    void oneThatIsKilledLeavesWholeLines() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            Process killed = accepting(11 + 2 * i);
            try (BufferedReader out = killed.inputReader()) {
                assertThat(out.readLine()).isEqualTo("ready");
            }
            killed.destroyForcibly().waitFor();
        }
        Process one = accepting(1);
        assertThat(one.waitFor()).isZero();
        assertEveryLineIsAKey(1, 11, 13, 15);
        assertThat(Files.readAllLines(file())).hasSize(NAMES);
    }

    @Test
    void twoRunsInOneProcessNeitherFailNorWriteTwoKeys() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<String>>> runs = IntStream.rangeClosed(1, 8)
                    .<Callable<List<String>>>mapToObj(filler -> () -> accept(filler))
                    .toList();
            List<String> accepted = new ArrayList<>();
            for (Future<List<String>> run : threads.invokeAll(runs)) {
                accepted.addAll(run.get());
            }
            assertThat(accepted).hasSize(NAMES).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
        assertEveryLineIsAKey(1, 2, 3, 4, 5, 6, 7, 8);
    }

    private List<String> accept(int filler) throws IOException {
        KnownHosts known = KnownHosts.read(List.of(file()));
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            if (known.add("host" + i, "ssh-ed25519", key(filler))) {
                accepted.add("host" + i);
            }
        }
        return accepted;
    }

    @Test
    void whatAnotherRunHasAcceptedIsKnown() throws IOException {
        KnownHosts known = KnownHosts.read(List.of(file()));
        KnownHosts other = KnownHosts.read(List.of(file()));
        assertThat(other.add("web", "ssh-ed25519", key(1))).isTrue();
        assertThat(known.add("web", "ssh-ed25519", key(2))).isFalse();
        assertThat(known.add("web", "ssh-ed25519", key(1))).isTrue();
        assertThat(known.lookup("web")).hasSize(1);
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void aKeyThatIsTakenAwayMeanwhileIsUnknown() throws IOException {
        Client.knownHosts(folder, "web ssh-ed25519 " + encoded(1), "db ssh-ed25519 " + encoded(1));
        KnownHosts known = KnownHosts.read(List.of(file()));
        assertThat(known.lookup("web")).hasSize(1);
        Client.knownHosts(folder, "db ssh-ed25519 " + encoded(1));
        known.refresh();
        assertThat(known.lookup("web")).isEmpty();
        assertThat(known.lookup("db")).hasSize(1);
    }

    @Test
    void aKeyThatIsRevokedMeanwhileIsNotAccepted() throws IOException {
        KnownHosts known = KnownHosts.read(List.of(file()));
        Client.knownHosts(folder, "@revoked * ssh-ed25519 " + encoded(1));
        assertThat(known.add("web", "ssh-ed25519", key(1))).isFalse();
        assertThat(known.add("web", "ssh-ed25519", key(2))).isTrue();
        assertThat(known.lookup("web"))
                .extracting(KnownHost::marker)
                .containsExactlyInAnyOrder(Marker.HOST, Marker.REVOKED);
    }

    @Test
    void modeOwnerAndLinkStay() throws IOException {
        Path real = Files.createDirectories(folder.resolve("dotfiles")).resolve("hosts");
        Files.writeString(real, "web ssh-ed25519 " + encoded(1) + "\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        boolean root = Files.getOwner(real).getName().equals("root");
        if (root) {
            Commands.run("", "chown", "12345:54321", real.toString());
        }
        Object inode = Files.getAttribute(real, "unix:ino");
        Object owner = Files.getAttribute(real, "unix:uid");
        Files.createSymbolicLink(file(), Path.of("dotfiles/hosts"));

        assertThat(KnownHosts.read(List.of(file())).add("db", "ssh-ed25519", key(2)))
                .isTrue();

        assertThat(file()).isSymbolicLink();
        assertThat(real).content().endsWith("db ssh-ed25519 " + encoded(2) + "\n");
        assertThat(Files.getPosixFilePermissions(real)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Files.getAttribute(real, "unix:uid")).isEqualTo(owner);
        assertThat(Files.getAttribute(real, "unix:ino")).isEqualTo(inode);
    }

    @Test
    void aLinkToNothingGetsItsFile() throws IOException {
        Files.createSymbolicLink(file(), Path.of("later"));
        assertThat(KnownHosts.read(List.of(file())).add("db", "ssh-ed25519", key(2)))
                .isTrue();
        assertThat(folder.resolve("later")).content().startsWith("db ");
    }

    /** 5,500 hashed lines cost 5,500 HMACs for each name, and no more however often that is asked for. */
    @Test
    void hashedLinesAreTriedOnceForAName() {
        Requirement.tool("ssh-keygen");
        Path file = Client.knownHosts(
                folder,
                IntStream.range(0, 5500)
                        .mapToObj(i -> "host" + i + " ssh-ed25519 " + encoded(1))
                        .toArray(String[]::new));
        Commands.run("", "ssh-keygen", "-q", "-H", "-f", file.toString());
        KnownLines lines = new KnownLines(file);
        lines.add(Commands.run("", "cat", file.toString()));
        Stream.of("host1", "host5499", "host1", "host5499", "host1")
                .forEach(name -> assertThat(lines.lookup(name)).hasSize(1));
        assertThat(lines.tries()).isEqualTo(2 * 5500);
        lines.add("*.example ssh-ed25519 " + encoded(1));
        assertThat(lines.lookup("host1")).hasSize(1);
        assertThat(lines.tries()).isEqualTo(2 * 5500 + 1);
    }
}
