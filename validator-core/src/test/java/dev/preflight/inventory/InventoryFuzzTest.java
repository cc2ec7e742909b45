package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.ProblemsException;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Fuzz.TAG)
class InventoryFuzzTest {
    private static final Path FIXTURES = Path.of("src/test/resources/dev/preflight/inventory");

    /** What grows with its length twice, each 64 KB or so. */
    private static List<byte[]> large() {
        StringBuilder children = new StringBuilder("h\n");
        StringBuilder ranges = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            children.append("[g").append(i).append(":children]\nc").append(i).append('\n');
            ranges.append("h").append("[0:9999]\n");
        }
        return Corpus.texts(
                children.toString(),
                ranges.toString(),
                "h[0:9999]" + "x".repeat(64_000) + "\n",
                "h" + "[0:0]".repeat(12_000) + "\n",
                "h[0:9999]" + "[0:0]".repeat(12_000) + "\n",
                "[".repeat(64_000) + "\n",
                "a:" + "[".repeat(64_000) + "\n",
                "[g:children]\n" + "c".repeat(64_000) + "\n[" + "d".repeat(64_000) + "]\nh\n");
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static void read(String source, byte[] input) throws ProblemsException {
        Inventory inventory = InventoryLoader.parse(source, text(input));
        assertThat(inventory.hosts()).isNotEmpty().hasSizeLessThanOrEqualTo(HostRange.MAX_HOSTS);
        assertThat(inventory.hosts().stream().map(Host::name)).doesNotHaveDuplicates();
        assertThat(inventory.hosts()).allSatisfy(host -> {
            assertThat(HostAddress.wrongWith(host.name())).isEmpty();
            assertThat(HostAddress.wrongWith(host.address())).isEmpty();
            assertThat(host.port()).isBetween(1, HostAddress.MAX_PORT);
        });
    }

    @Test
    void anyIniIsAnInventoryOrProblems() {
        Fuzz.of("inventory-ini")
                .inputs(90_000)
                .mayThrow(ProblemsException.class)
                .also(large())
                .seeds(Corpus.files(FIXTURES, file -> file.toString().endsWith(".ini")))
                .seeds(Corpus.texts(
                        "h[0:9] ansible_port=2[0:1]\n",
                        "[a:children]\nb\n[b:children]\na\n[a]\nx-[a:f]-[01:10:3]:22\n"))
                .words(
                        "[all:vars]\n",
                        "[g:children]\n",
                        "[g]\n",
                        "[x:y]\n",
                        "ansible_host=",
                        "ansible_port=",
                        "ansible_user=")
                .words(
                        "ansible_group_priority=",
                        "ansible_become=yes",
                        "[0:99999999]",
                        "[a:z]",
                        "[001:100]",
                        "[0:9999]")
                .words(
                        "[0:9:0]",
                        "[:3]",
                        "[9:1]",
                        "[1:2",
                        "{{ x }}",
                        "$ANSIBLE_VAULT",
                        "\\",
                        "'a b'",
                        "[::1]:22",
                        "fe80::1%eth0")
                .run(input -> read("hosts.ini", input));
    }

    @Test
    void anyYamlIsAnInventoryOrProblems() {
        Fuzz.of("inventory-yaml")
                .inputs(80_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.files(FIXTURES, file -> file.toString().matches(".*\\.(ya?ml|json)")))
                .seeds(Corpus.texts(
                        "{\"_meta\": {\"hostvars\": {\"h1\": {\"ansible_port\": 22, \"v\": {\"__ansible_vault\": \"x\"}}}},"
                                + " \"all\": {\"children\": [\"web\"]}, \"web\": {\"hosts\": [\"h1\"]}}",
                        "a: &a {x: 1, <<: {y: 2}}\nb: {hosts: {h: {<<: [*a], z: !unsafe '{{ x }}'}}}\n"))
                .words(
                        "hosts:\n",
                        "children:\n",
                        "vars:\n",
                        "all:\n",
                        "&a ",
                        "*a",
                        "ansible_host: ",
                        "ansible_port: ",
                        "!vault |\n")
                .words("[0:99999999]", "[a:z]", "[001:100]", "[0:9999]", "plugin: ", "_meta: ", "? ", ": ", "\n    ")
                .run(input -> read("hosts.yaml", input));
    }

    @Test
    void anyArgumentIsAHostOrProblems() {
        Fuzz.of("host-argument")
                .inputs(40_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.texts(
                        "h1", "ops@h1.example:2222", "root@[fe80::1%eth0]:22", "::1", "[::ffff:10.0.0.1]", "a@b@c:1"))
                .also(Corpus.texts("[".repeat(64_000), "a:" + "[".repeat(64_000), "[" + ":".repeat(64_000) + "]:1"))
                .words("@", ":", "[", "]", "::", "%eth0", "://", "65536", "0", "127.0.0.1", "ffff:")
                .run(input -> {
                    Host host = HostArgument.parse(text(input));
                    assertThat(HostAddress.wrongWith(host.name())).isEmpty();
                });
    }

    @Test
    void anyPatternPicksHostsOrIsAProblem() throws ProblemsException {
        Inventory inventory = InventoryLoader.parse(
                "hosts.ini",
                "[web]\nweb[1:30]." + "a".repeat(60) + "." + "a".repeat(60) + "\n[db]\n" + "a".repeat(250) + "\n::1\n");
        Fuzz.of("host-pattern")
                .inputs(40_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.texts(
                        "web*:!web1*",
                        "all:&db",
                        "::1,web?.*",
                        "*a*a*a*a",
                        "!db",
                        "~w.*",
                        "web[1:3]",
                        "~(w|d)[a-z]+",
                        "all[-1]"))
                .also(Corpus.texts(
                        "*a".repeat(30_000) + "b",
                        "a,".repeat(30_000),
                        "!w*,".repeat(16_000),
                        "~(a+)+x",
                        "~(a|a)*x",
                        "~" + "(".repeat(900),
                        "~((a{99}){99}){99}",
                        "[".repeat(60_000),
                        "web[0]".repeat(10_000)))
                .words(
                        "*", "?", "!", "&", ",", ":", "*a", "*?", "all", "db", "~", "@", "\\E", "\\Q", "(.*)*", "[0]",
                        "[1:]", "[!a]", "~a", "{2}", "(?:", "|")
                .run(input -> assertThat(HostPattern.select(text(input), inventory))
                        .isNotEmpty()
                        .isSubsetOf(inventory.hosts()));
    }
}
