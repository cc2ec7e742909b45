package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.ProblemsException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in an inventory, it is read or refused with problems; seeds are fixed, so a failure comes again. */
class InventoryFuzzTest {
    private static final List<String> FILES =
            List.of("precedence.ini", "ranges.ini", "words.ini", "connection.ini", "tree.yml", "flat.yaml");
    private static final String SPICES = "[]:=#;'\"\\{}%$!&*@~-.,\n\t \u0000\u001b\u0085\u2028\ufeff\ud800x0";

    private final Random random = new Random(20_261_124);
    private int read;
    private int refused;

    private void parse(String name, String text) {
        try {
            assertThat(InventoryLoader.parse(name, text).hosts()).isNotEmpty();
            read++;
        } catch (ProblemsException e) {
            assertThat(e.problems()).isNotEmpty();
            refused++;
        }
    }

    @Test
    void mutatedInventoriesAreReadOrRefused() throws Exception {
        for (String file : FILES) {
            String text = text(file);
            for (int i = 0; i < 400; i++) {
                StringBuilder mutated = new StringBuilder(text);
                for (int times = 1 + random.nextInt(3); times > 0; times--) {
                    mutate(mutated);
                }
                parse(file, mutated.toString());
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(20));
        switch (random.nextInt(4)) {
            case 0 -> text.insert(at, SPICES.charAt(random.nextInt(SPICES.length())));
            case 1 -> text.delete(at, to);
            case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
            default -> text.setCharAt(at, SPICES.charAt(random.nextInt(SPICES.length())));
        }
        text.append(text.isEmpty() ? "\n" : "");
    }

    @Test
    void randomBytesAreReadOrRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("hosts");
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            try {
                InventoryLoader.load(file);
            } catch (ProblemsException e) {
                refused++;
            }
            parse("hosts", new String(bytes, StandardCharsets.ISO_8859_1));
            parse("hosts.yml", new String(bytes, StandardCharsets.UTF_8));
        }
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void longAndDeepTextsAreReadOrRefused() {
        parse("h", "h x=" + "'".repeat(200_001));
        parse("h", "h x=\"" + "\\\\".repeat(200_000) + "\"");
        parse("h", "h\n[all:vars]\nx='" + "\\'".repeat(200_000) + "'");
        parse("h", "[".repeat(200_000));
        parse("h", "[1:2]".repeat(100_000));
        parse("h", "h" + ":".repeat(200_000));
        parse("h", "a:".repeat(100_000));
        parse("h", "{".repeat(200_000));
        StringBuilder chain = new StringBuilder("[g0]\nh\n");
        for (int i = 0; i < 20_000; i++) {
            chain.append("[g").append(i + 1).append(":children]\ng").append(i).append('\n');
        }
        parse("h", chain.toString());
        parse("h", chain + "[g0:children]\ng20000\n");
        assertThat(read + refused).isEqualTo(10);
    }

    @Test
    void arbitraryArgumentsAndPatternsAreTakenOrRefused() throws Exception {
        List<Host> hosts = InventoryLoader.parse("i", "web1\n[db]\ndb1\n").hosts();
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(
                        random.nextBoolean()
                                ? "wed1b".charAt(random.nextInt(5))
                                : SPICES.charAt(random.nextInt(SPICES.length())));
            }
            try {
                HostArgument.parse(text.toString());
                read++;
            } catch (ProblemsException e) {
                refused++;
            }
            try {
                HostPattern.select(text.toString(), hosts);
            } catch (ProblemsException e) {
                refused++;
            }
        }
        assertThat(read).isGreaterThan(10);
        assertThat(refused).isGreaterThan(10);
    }

    private static String text(String file) throws Exception {
        try (InputStream in = InventoryFuzzTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
