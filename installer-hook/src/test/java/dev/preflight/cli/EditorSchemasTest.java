package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.app.Preflight;
import dev.preflight.app.SchemaKind;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.SettingValues;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas for editors say what lint says, as far as a schema can. */
class EditorSchemasTest {
    private static final Preflight PREFLIGHT = Preflight.load();
    private static final Catalogue CATALOGUE = PREFLIGHT.catalogue();

    /** Values of every kind, right for some parameters and wrong for others. */
    private static final List<String> VALUES = List.of(
            "true",
            "off",
            "yes",
            "0",
            "1",
            "-1",
            "7",
            "64",
            "1500",
            "65536",
            "99999999999",
            "1.5",
            "5.10",
            "0644",
            "0750",
            "\"\"",
            "word",
            "two words",
            "-dash",
            "/opt/platform",
            "/sys/block/*/queue/scheduler",
            "/dev/sda",
            "10.0.0.53",
            "fe80::1%eth0",
            "\"10s\"",
            "10m",
            "0ms",
            "5x",
            "16GiB",
            "16G",
            "16 GB",
            "6443/tcp",
            "70000/tcp",
            "\">= 9\"",
            "rhel",
            "redhat",
            "exec",
            "blocker",
            "x86_64",
            "a.service",
            "docker-ce",
            "eth0",
            "http://10.0.0.9/p",
            "26.1.3",
            "\"\\u0007\"",
            "[]",
            "[word]",
            "[1, 2]",
            "[true]",
            "[[1]]",
            "[/opt, 10.0.0.1]",
            "[{}]",
            "{}",
            "{a: 1}",
            "{/opt: {}}",
            "{/opt: off}",
            "{/opt: {min_free: 1GiB}}",
            "{rhel: [8, 9]}",
            "{nofile: 1024}",
            "~",
            "\"${v}\"",
            "[\"${v}\"]");

    @ParameterizedTest
    @EnumSource
    void theCommandPrintsIt(SchemaKind kind) throws ProblemsException {
        Command printed = Command.run("schema", kind.word());
        assertThat(printed.exit()).isZero();
        assertThat(printed.out()).isEqualTo(PREFLIGHT.schema(kind));
    }

    @Test
    void everyShippedProfileIsAccepted() throws ProblemsException {
        assertThat(PREFLIGHT.shippedProfiles()).isNotEmpty();
        for (String name : PREFLIGHT.shippedProfiles()) {
            assertThat(profile(PREFLIGHT.profileText(name))).as(name).isEmpty();
            assertThat(profile(PREFLIGHT.resolve(name, List.of()).annotated()))
                    .as(name)
                    .isEmpty();
        }
    }

    /** The pages show no profile that an editor would complain of. */
    @Test
    void everyProfileOfThePagesIsAccepted() throws IOException {
        int seen = 0;
        for (String page : List.of("profiles", "definitions", "links", "daemon-json")) {
            Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("..", "docs", page + ".md")));
            while (block.find()) {
                if (block.group(1).matches("(?s)(name|extends|checks):.*")) {
                    seen++;
                    assertThat(profile(block.group(1)))
                            .as(page + block.group(1))
                            .isEmpty();
                }
            }
        }
        assertThat(seen).isGreaterThan(4);
    }

    /** What lint takes, of every parameter and setting there is, with every value of the list. */
    @Test
    void whatLintTakesIsAccepted() {
        List<String> wrong = new ArrayList<>();
        int taken = 0;
        for (Given given : all()) {
            for (String value : given.values()) {
                if (given.problems(value).isEmpty()) {
                    taken++;
                    List<String> said = profile(given.text(value));
                    if (!said.isEmpty()) {
                        wrong.add(given.text(value) + ": " + said);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(taken).isGreaterThan(800);
    }

    /** A value of another kind: a mapping, a list or a truth value where none may be. */
    @Test
    void whatIsOfAnotherKindIsRefused() {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (Given given : all()) {
            for (String value : given.values()) {
                boolean kind = given.problems(value).stream()
                        .anyMatch(p -> p.message()
                                .matches("\\w+: expected .*, found (a list|a mapping|nothing|true or false .*)"));
                if (kind && !value.contains("$")) {
                    refused++;
                    if (profile(given.text(value)).isEmpty()) {
                        wrong.add(given.text(value) + ": " + given.problems(value));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThan(2000);
    }

    @Test
    void aMisspeltParameterSettingOrCodeIsRefused() {
        for (Given given : all()) {
            assertThat(profile(given.misspelt())).as(given.misspelt()).isNotEmpty();
        }
        CATALOGUE.checks().forEach((id, check) -> {
            assertThat(profile("checks: {" + id + ": {severities: {no-such-code: info}}}"))
                    .as(id)
                    .isNotEmpty();
            check.spec()
                    .codes()
                    .keySet()
                    .forEach(code -> assertThat(profile("checks: {" + id + ": {severities: {" + code + ": info}}}"))
                            .as(id)
                            .isEmpty());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cheks: {}",
                "name: [a]\nchecks: {nic-link: {}}",
                "extends: {a: b}\nchecks: {nic-link: {}}",
                "on_undecided: go\nchecks: {nic-link: {}}",
                "vars: {a: [1]}\nchecks: {nic-link: {}}",
                "vars: {1a: x}\nchecks: {nic-link: {}}",
                "settings: [a]\nchecks: {nic-link: {}}",
                "checks: [nic-link]",
                "checks: {nic-lnk: {}}",
                "checks: {nic-lnk: }",
                "extends: linux-base\nchecks: {nic-lnk: off}",
                "extends: [linux-base]\nchecks: {own: {params: {}}}",
                "checks: {settings: {check: nic-link}}",
                "checks: {own: {check: nic-lnk}}",
                "checks: {own: {check: nic-link, params: {min_sped: 1}}}",
                "checks: {nic-link: {check: nic-mtu, params: {min_speed: 1}}}",
                "checks: {nic-link: yes}",
                "checks: {nic-link: {parms: {}}}",
                "checks: {nic-link: {enabled: yes}}",
                "checks: {nic-link: {severity: error}}",
                "checks: {nic-link: {severities: {slow: error}}}",
                "checks: {nic-link: {groups: []}}",
                "checks: {nic-link: {groups: workers}}",
                "checks: {nic-link: {when: {os: rhel}}}",
                "checks: {nic-link: {when: {os_version: '>< 9'}}}",
                "checks: {nic-link: {when: {arch: []}}}",
                "checks: {sysctl: {params: {require: {vm.max_map_count: {mn: 1}}}}}",
                "checks: {sysctl: {params: {require: {vm.max_map_count: {min: 1, severity: no}}}}}",
                "checks: {sysctl: {params: {require: {vm.max_map_count: {min: 1, why: {fr: x}}}}}}",
                "checks: {ports-free: {params: {require: {6443: {}}}}}",
                "checks: {disk-space: {params: {require: {var: {min_free: 1GiB}}}}}",
                "checks: {disk-space: {params: {require: {/var: {min_free: 1}}}}}",
                "checks: {nic-link: {}}\nwaivers: {check: nic-link}",
                "define: {a: {title: A, reads: {r: {file: /a, as: int}}, expect: {low: {read: r, is: {min: 1}}}}}\nchecks: {nic-link: }",
                "define: {x-a: {reads: {r: {file: /a, as: int}}, expect: {low: {read: r, is: {min: 1}}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {flie: /a, as: int}}, expect: {low: {read: r, is: {min: 1}}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {command: a b}}, expect: {low: {read: r, is: 1}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {file: /a, as: integer}}, expect: {low: {read: r, is: 1}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {file: /a}}, expect: {low: {read: r, is: a, severity: error}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {file: /a}}, expect: {Low: {read: r, is: a}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, params: {p: {type: words, kind: threshold}}, reads: {r: {file: /a}}, expect: {low: {read: r, is: '${p}'}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: {fr: A}, reads: {r: {file: /a}}, expect: {low: {read: r, is: a, remedy: {comand: b}}}}}\nchecks: {x-a: }",
                "checks: {nic-link: {}}\nwaivers: [{check: nic-link, reason: a, owner: b, until: 2027-01-31T00:00:00Z}]",
                "checks: {nic-link: {}}\nwaivers: [{fingerprint: 0123456789abcdef, reason: a, owner: b}]",
                "checks: {nic-link: {}}\nwaivers: [{fingerprint: 0123456789abcdef, check: nic-link, reason: a, owner: b, until: 2027-01-31T00:00:00Z}]",
                "checks: {nic-link: {}}\nwaivers: [{fingerprint: 0123x, reason: a, owner: b, until: 2027-01-31T00:00:00Z}]",
                "checks: {nic-link: {}}\nwaivers: [{fingerprint: 0123456789abcdef, reason: a, owner: b, until: 2027-01-31}]"
            })
    void aMistakeThatLintFindsIsFound(String text, @TempDir Path dir) throws IOException {
        assertThat(linted(text, dir)).isNotEmpty();
        assertThat(profile(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checks: {nic-link: }",
                "checks: {nic-link: {check: nic-mtu, params: {}}}",
                "checks: {own: {check: swap-off}}",
                "extends: linux-base\nchecks: {nic-link: off, nic-mtu: false, same-kernel: off}",
                "extends: [linux-base, ./site.yaml]\nchecks: {own: {params: {min_speed: 10}}, other: off}",
                "vars: {v: 10, p: /opt}\nsettings: {staging_dir: '${p}/x'}\nchecks: {nic-link: {params: {min_speed: '${v}'}}}",
                "vars: {p: /opt}\nchecks: {disk-space: {params: {require: {'${p}': {min_free: 1GiB}}}}}",
                "checks: {nic-link: {when: {os_family: [debian, mine], os_version: ['>= 9', 22.04], arch: x86_64}}}",
                "checks: {sysctl: {params: {require: {a.b: 1, a.c: {min: 2, why: x, severity: info, groups: [g]}}}}}",
                "settings:\nwaivers:\nchecks: {nic-link: {}}",
                "checks: {nic-link: {}}\nwaivers: [{check: nic-link, hosts: [h7], reason: a, owner: b, until: 2027-01-31T00:00:00+01:00}]",
                "checks: {nic-link: {severities: {no-permission: info, ok: info, slow: blocker}}}",
                "define: {x-a: {title: A, reads: {r: {file: /a, as: int}}, expect: {low: {read: r, is: {min: 1}}}}}\nchecks: {x-a: }",
                "define: {x-a: {title: A, reads: {r: {file: /a, as: int}}, expect: {low: {read: r, is: {min: 1}}}}}\nchecks: {b: {check: x-a, severities: {low: info}}}"
            })
    void whatLintTakesIsTaken(String text, @TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("site.yaml"), "checks: {own: {check: nic-link}, other: {check: nic-mtu}}");
        assertThat(linted(text, dir)).isEmpty();
        assertThat(profile(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all: {hosts: h1}",
                "all: {hosts: {h1: }, vars: {ansible_user: ops, ansible_become: yes, mine: [1, {a: b}]}}",
                "workers: {hosts: {'w[1:3]': {ansible_port: 2222, ansible_connection: local}}, children: {a: }}",
                "all: {hosts: {h1: {ansible_become_method: community.general.sudo, ansible_ssh_common_args: -o ControlPersist=60s}}}",
                "all: {hosts: {h1: {ansible_connection: ansible.builtin.ssh, ansible_become: True, ansible_port: '22'}}}"
            })
    void anInventoryIsTaken(String text, @TempDir Path dir) throws IOException, ProblemsException {
        InventoryLoader.load(Files.writeString(dir.resolve("i.yaml"), text));
        assertThat(problems(SchemaKind.INVENTORY, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- h1",
                "plugin: aws_ec2",
                "all: [h1]",
                "all: {host: {h1: }}",
                "all: {hosts: [h1]}",
                "all: {hosts: {h1: ops}}",
                "all: {hosts: {h1: {ansible_port: 70000}}}",
                "all: {hosts: {h1: {ansible_port: ssh}}}",
                "all: {hosts: {h1: {ansible_user: 'a b'}}}",
                "all: {hosts: {h1: {ansible_user: '{{ user }}'}}}",
                "all: {hosts: {h1: {ansible_host: [10.0.0.1]}}}",
                "all: {hosts: {h1: {ansible_connection: winrm}}}",
                "all: {hosts: {h1: {ansible_become: maybe}}}",
                "all: {hosts: {h1: {ansible_become_method: runas}}}",
                "all: {hosts: {h1: {ansible_become_user: ops}}}",
                "all: {children: {workers: {hosts: {h1: }, var: {}}}}"
            })
    void aWrongInventoryIsRefused(String text, @TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("i.yaml"), text);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> InventoryLoader.load(file)))
                .isInstanceOf(ProblemsException.class);
        assertThat(problems(SchemaKind.INVENTORY, text)).isNotEmpty();
    }

    private static final String CASE = "{name: a, evidence: e.yaml, expect: {verdict: blocked}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cases: [CASE]",
                "profile: linux-base",
                "profile: linux-base\ncases: []",
                "profile: linux-base\ncase: [CASE]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {verdict: pass}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {findings: [{check: nic-link}]}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {findings: [{check: nic-link, outcome: bad}]}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {findings: [{chek: nic-link, code: a}]}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, expect: {others: some}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, at: 2026-11-02, expect: {others: any}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, change: {h1: {cpu: {replace: a}}}, expect: {others: any}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, withhold: {h1: cpu}, expect: {others: any}}]",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, withhold: {h1: [cpu], reason: none}, expect: {others: any}}]",
                "profile: linux-base\ncases: [CASE]\nmutations: {limits: all}",
                "profile: linux-base\ncases: [CASE]\nmutations: {except: [{check: nic-link}]}",
                "profile: linux-base\ncases: [CASE]\ncoverage: {codes: 120%}",
                "profile: linux-base\ncases: [CASE]\nsettings: {expected_mtu: big}",
                "profile: linux-base\ncases: [CASE]\nsettings: {expectd_mtu: 1500}"
            })
    void aWrongTestIsRefused(String text, @TempDir Path dir) throws IOException {
        String whole = text.replace("CASE", CASE);
        Path file = Files.writeString(dir.resolve("p.test.yaml"), whole);
        assertThat(PREFLIGHT.lintTests(file).problems()).isNotEmpty();
        assertThat(problems(SchemaKind.TEST, whole)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile: linux-base\ncases: [CASE]",
                "profile: linux-base\nsettings: {expected_mtu: 9000}\ncases: [CASE]\nmutations: {withhold: off, limits: exact}\ncoverage: {codes: 80%, rows: 100}",
                "profile: linux-base\ncases: [{name: a, evidence: e.yaml, only: [nic-link], at: 2026-11-02T10:00:00Z, reviewed: false, expect: {none: [fail, unknown]}}]"
            })
    void aTestIsTaken(String text, @TempDir Path dir) throws IOException {
        String whole = text.replace("CASE", CASE);
        Files.writeString(
                dir.resolve("e.yaml"),
                "formatVersion: 1\nstartedAt: 2026-01-01T00:00:00Z\nhosts: {h1: {address: 10.0.0.1, failure: refused}}");
        Path file = Files.writeString(dir.resolve("p.test.yaml"), whole);
        assertThat(PREFLIGHT.lintTests(file).problems()).isEmpty();
        assertThat(problems(SchemaKind.TEST, whole)).isEmpty();
    }

    @Test
    void everyShippedTestIsAccepted() throws IOException {
        Path tests = Path.of("..", "profiles", "src", "test", "resources", "dev", "preflight", "profiles");
        int seen = 0;
        try (Stream<Path> files = Files.list(tests)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".test.yaml")).toList()) {
                seen++;
                assertThat(problems(SchemaKind.TEST, Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
        assertThat(seen).isGreaterThan(5);
    }

    @Test
    void anotherKindIsRefused() {
        Command wrong = Command.run("schema", "profil");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("expected one of profile, inventory, test")
                .contains("found 'profil'");
    }

    private static List<String> linted(String text, Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("p.yaml"), text);
        return PREFLIGHT.lint(file.toString(), List.of(), Instant.EPOCH, Optional.empty()).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> profile(String text) {
        return problems(SchemaKind.PROFILE, text);
    }

    private static List<String> problems(SchemaKind kind, String yaml) {
        Problems unread = new Problems();
        Node root = YamlText.parse("p", yaml, unread).orElseThrow(() -> new AssertionError(yaml + unread.all()));
        return Schemas.problems(kind.file(), json(root).toString());
    }

    /** As an editor reads it: by the core schema of YAML 1.2. */
    private static JsonNode json(Node node) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (node instanceof Node.Mapping mapping) {
            ObjectNode object = make.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            ArrayNode array = make.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return switch (scalar.type()) {
            case STRING -> make.textNode(scalar.text());
            case INTEGER -> make.numberNode(new java.math.BigInteger(scalar.text()));
            case DECIMAL -> make.numberNode(new java.math.BigDecimal(scalar.text()));
            case BOOLEAN -> make.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> make.nullNode();
        };
    }

    /** Every parameter of every check, and every setting. */
    private static List<Given> all() {
        List<Given> all = new ArrayList<>();
        for (Class<? extends Record> type : CATALOGUE.settings()) {
            ParamSchema.of(type).fields().forEach(field -> all.add(new Given("settings", type, field)));
        }
        for (Check<?> check : CATALOGUE.checks().values()) {
            Class<? extends Record> type = check.spec().params();
            ParamSchema.of(type)
                    .fields()
                    .forEach(field -> all.add(new Given(check.spec().id(), type, field)));
        }
        return all;
    }

    /**
     * One parameter or setting.
     *
     * @param of the check, or {@code settings}
     */
    private record Given(String of, Class<? extends Record> type, ParamField field) {
        List<String> values() {
            List<String> values = new ArrayList<>(VALUES);
            values.add(field.example());
            if (!field.defaultValue().isEmpty()) {
                values.add(field.defaultValue());
            }
            return values;
        }

        String text(String value) {
            return around(field.name() + ": " + value);
        }

        String misspelt() {
            return around(field.name() + "x: " + field.example());
        }

        private String around(String entry) {
            return of.equals("settings")
                    ? "settings: {" + entry + "}\nchecks: {nic-link: {}}"
                    : "checks: {" + of + ": {params: {" + entry + "}}}";
        }

        /** What lint says of the value alone; a variable stands for whatever it takes. */
        List<Problem> problems(String value) {
            Problems problems = new Problems();
            Node.Mapping given =
                    (Node.Mapping) YamlText.parse("p", field.name() + ": " + value.replace("${v}", plain()), problems)
                            .orElseThrow();
            ParamBinder.parameters(type, given, SettingValues.defaults(), "parameter", problems);
            return problems.all();
        }

        private String plain() {
            return field.example().matches("[A-Za-z0-9./_-]+") ? field.example() : "${v}";
        }
    }
}
