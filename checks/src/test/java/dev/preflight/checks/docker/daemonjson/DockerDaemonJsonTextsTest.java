package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.fact.DockerDaemonJson.State;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code has its texts in both languages, and every gap in them is filled by the findings that use them. */
final class DockerDaemonJsonTextsTest {
    private static final Pattern GAP = Pattern.compile("\\{([a-z][A-Za-z0-9_-]*)}");

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyCodeHasItsTexts(String language) throws IOException {
        Set<String> keys = texts(language).stringPropertyNames();
        for (String code : new DockerDaemonJsonCheck().spec().codes().keySet()) {
            List<String> parts =
                    code.equals("no-docker") ? List.of("observed") : List.of("observed", "required", "why", "action");
            parts.forEach(part -> assertThat(keys).contains(code + "." + part));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void everyGapIsFilled(String language) throws IOException {
        Properties texts = texts(language);
        Set<String> codes = new TreeSet<>();
        for (Judgement judgement : judgements()) {
            codes.add(judgement.code());
            for (String part : List.of("observed", "required", "why", "action")) {
                assertThat(judgement.args().keySet())
                        .as(judgement.code() + "." + part)
                        .containsAll(gaps(texts.getProperty(judgement.code() + "." + part, "")));
            }
            judgement.remedies().forEach(remedy -> {
                String all = texts.getProperty("remedy." + remedy.id());
                assertThat(all).as(remedy.id()).isNotNull();
                for (String part : List.of("", ".command", ".undo")) {
                    assertThat(remedy.args().keySet())
                            .containsAll(gaps(texts.getProperty("remedy." + remedy.id() + part, "")));
                }
            });
        }
        assertThat(codes).containsAll(new DockerDaemonJsonCheck().spec().codes().keySet());
    }

    @Test
    void whatIsOnlyAnExampleIsNeverShownAsWhatIsRequired() throws IOException {
        Properties texts = texts("en");
        List<Judgement> shaped = judgements().stream()
                .filter(judgement -> texts.getProperty(judgement.code() + ".required", "")
                        .contains("{example}, which is only an example"))
                .toList();
        assertThat(shaped).extracting(Judgement::code).contains("type", "value", "log-opt-value", "storage-opt-value");
        for (Judgement judgement : shaped) {
            String exact = judgement.code().endsWith("opt-value") ? "hint" : "expected";
            assertThat(judgement.args().get(exact).equals(Arg.text("")))
                    .as(judgement.toString())
                    .isNotEqualTo(judgement.args().get("example").equals(Arg.text("")));
        }
    }

    private static List<Judgement> judgements() {
        List<Judgement> all = new ArrayList<>();
        for (String content : List.of(
                "",
                "\uFEFF{}",
                "{,}",
                "{\"a\":1,}",
                "{} x",
                "{",
                "{'",
                "[]",
                "{#",
                "{\"debug\":1,\"zzz\":2,\"label\":1,\"graph\":1,\"foo\":{\"debug\":1},\"debug\":1}",
                "[".repeat(51),
                "{\"bip\":\"x\",\"insecure-registries\":[\"http://x\"],\"default-runtime\":\"x\",\"log-driver\":\"x\"}",
                "{\"icc\":false,\"iptables\":false,\"tls\":true,\"hosts\":[\"tcp://\"],\"mtu\":-1}",
                "{\"storage-opts\":[\"overlay2.override_kernel_check=1\",\"a=b\",\"c\",\"overlay2.size=x\"]}",
                "{\"storage-driver\":\"aufs\",\"hosts\":[],\"log-opts\":{\"x\":\"y\",\"mode\":\"z\",\"compress\":\"true\"}}")) {
            all.addAll(DaemonJson.holding(content).requiring("data-root").judged());
        }
        all.addAll(DaemonJson.holding("").judged());
        all.addAll(DaemonJson.holding("{}".getBytes(StandardCharsets.UTF_16LE)).judged());
        all.addAll(DaemonJson.holding("{\"live-restore\":true}")
                .engine(Optional.of(true), List.of(), Map.of())
                .judged());
        all.addAll(DaemonJson.holding("{}").judged());
        all.addAll(DaemonJson.holding(new byte[] {'"', (byte) 0xFF, '"'}).judged());
        all.addAll(DaemonJson.holding("{}").validated(1, "no").judged());
        all.addAll(DaemonJson.absent().requiring("data-root").judged());
        all.addAll(DaemonJson.absent().notInstalled().judged());
        all.addAll(DaemonJson.absent().state(State.DANGLING, true, new byte[0]).judged());
        all.addAll(DaemonJson.absent().state(State.IRREGULAR, true, new byte[0]).judged());
        return all;
    }

    @Test
    void reasonsHaveTheirOwnAdvice() throws IOException {
        assertThat(texts("en").stringPropertyNames())
                .contains(
                        "not-collected.action",
                        "no-permission.action",
                        "not-readable.action",
                        "malformed.action",
                        "ambiguous.action");
    }

    private static Set<String> gaps(String text) {
        Set<String> gaps = new TreeSet<>();
        GAP.matcher(text).results().forEach(m -> gaps.add(m.group(1)));
        return gaps;
    }

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        String name = "docker-daemon-json_" + language + ".properties";
        try (Reader in =
                new InputStreamReader(DockerDaemonJsonCheck.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }
}
