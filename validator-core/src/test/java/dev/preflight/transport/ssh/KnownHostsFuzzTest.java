package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag(Fuzz.TAG)
class KnownHostsFuzzTest {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBhHsXtdfEqr2UQW7fMkVRoCXs1vkbEaV1tHdxA3zb2g";

    @TempDir
    private Path folder;

    /** The JDK makes the whole text anew for each such letter: 3 GiB for this line. */
    @Test
    void lettersThatGrowInLowerCaseCostNoMoreThanOthers() throws IOException {
        Path file = folder.resolve("grows");
        Files.writeString(file, "\u0130".repeat(32_000) + " " + KEY + "\n");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        KnownHosts.read(List.of(file));
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(16 << 20);
    }

    @Test
    void anyFileGivesKeysOrNone() {
        Path file = folder.resolve("known_hosts");
        Fuzz.of("known-hosts")
                .inputs(50_000)
                .seeds(Corpus.texts(
                        "h1,10.0.0.1 " + KEY + " a comment\n[h1]:2222 " + KEY + "\n# note\n\n",
                        "@cert-authority *.example,!bad.example " + KEY + "\n@revoked h? " + KEY + "\n",
                        "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + KEY + "\nh2 " + KEY + "\r\n"))
                .also(Corpus.texts(
                        "*h".repeat(30_000) + "b " + KEY,
                        "!h,".repeat(20_000) + "* " + KEY,
                        "|".repeat(64_000),
                        " ".repeat(64_000) + "h1",
                        ("* " + KEY + "\n").repeat(600)))
                .words(
                        "|1|",
                        "|1||",
                        "==",
                        "@revoked ",
                        "@cert-authority ",
                        "*",
                        "?",
                        "!",
                        ",",
                        "[h1]:",
                        KEY,
                        "ssh-rsa ")
                .words("AAAA", "AAAAC3NzaC1lZDI1NTE5", "////", "|2|", " \t ", "*h*h*h*h")
                .run(input -> {
                    Files.write(file, input);
                    KnownHosts known = KnownHosts.read(List.of(file));
                    for (String name : List.of("h1", "[h1]:2222", "a.example", "h".repeat(253))) {
                        assertThat(known.lookup(name)).allSatisfy(key -> {
                            assertThat(key.fingerprint()).startsWith("SHA256:");
                            assertThat(key.line()).isPositive();
                        });
                    }
                });
    }
}
