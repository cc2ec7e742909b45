package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.LinePattern;
import dev.preflight.define.read.Form.Document.Language;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a host says, a read has a value or a reason. */
@Tag(Fuzz.TAG)
class ReadsFuzzTest {
    private static final FieldTypes TYPES = new FieldTypes(
            Map.of(
                    "a", FieldType.INT,
                    "b", FieldType.SIZE,
                    "c.d", FieldType.LIST,
                    "e", FieldType.DATE,
                    "f", FieldType.DURATION,
                    "g", FieldType.NUMBER,
                    "h", FieldType.VERSION,
                    "i", FieldType.BOOL),
            ";");

    private static final List<Form> FORMS = forms();

    private static List<Form> forms() {
        List<Form> forms = new ArrayList<>(List.of(
                new Form.Auto(),
                new Form.Lines(),
                new Form.KeyValue("=", "#", Repeated.UNCLEAR, TYPES),
                new Form.KeyValue(" ", "", Repeated.UNCLEAR, TYPES),
                new Form.Ini(true, Repeated.UNCLEAR, TYPES),
                new Form.Table(List.of("a", "b", "e"), true, " ", 1, "#", TYPES),
                new Form.Table(List.of("f", "g", "h"), false, "::", 0, "", TYPES),
                new Form.Match(LinePattern.parse("(?<a>[0-9]+)|(?<e>.+)"), false, TYPES),
                new Form.Match(LinePattern.parse("(?<f>[0-9a-z ]+)(?<i>.?)"), true, TYPES)));
        for (FieldType type : FieldType.values()) {
            forms.add(new Form.Plain(type, " "));
        }
        for (Language language : Language.values()) {
            forms.add(new Form.Document(language, DocumentPath.WHOLE, FieldTypes.NONE));
            forms.add(new Form.Document(language, DocumentPath.WHOLE, TYPES));
            forms.add(new Form.Document(language, DocumentPath.parse(".a[].b[]"), TYPES));
            forms.add(new Form.Document(language, DocumentPath.parse("[0][\"a\"]"), TYPES));
        }
        return forms;
    }

    @Test
    void anyTextHasAValueOrDoesNotMatch() {
        Fuzz.of("define-form")
                .inputs(100_000)
                .seeds(Corpus.texts(
                        "a=5\nb = 16 GiB\nc=\"x;y\"\ne='2027-03-01'\nf=1h 30min\ng=1.5\nh=1.8.0_181\ni=yes\n",
                        "[c]\nd=x;y \\\n# z\n  q\n[a]\n",
                        "127.0.0.1 localhost # c\n10.0.0.1\ta b c\n",
                        "1::2.5::3.4\n\n::\n",
                        "{\"a\": 5, \"b\": \"1k\", \"c\": {\"d\": [\"x\"]}, \"e\": \"2027-03-01\", \"i\": true}",
                        "{\"a\": [{\"b\": [{\"a\": 1}]}]}",
                        "- a: [1, 2.5e3, ~]\n- &x [y]\n- *x\n",
                        "Mar  1 12:00:00 2027 GMT\n",
                        "-9223372036854775808",
                        "2027-03-01T12:00:00.5+02:00"))
                .also(Corpus.texts(
                        "[".repeat(64_000),
                        "a=".repeat(64_000),
                        "1".repeat(64_000),
                        "1 s".repeat(20_000),
                        "\n".repeat(64_000),
                        " ".repeat(64_000),
                        "::".repeat(32_000),
                        "\\\n".repeat(32_000),
                        "#".repeat(64_000),
                        "x #".repeat(20_000),
                        // Grows where it becomes small, once for each letter.
                        "\u0130".repeat(32_768),
                        "a: &a [x]\nb: [" + "*a,".repeat(5000) + "]",
                        "+999999999-12-31"))
                .words(
                        "=",
                        "#",
                        "[",
                        "]",
                        "::",
                        "\\\n",
                        "\r\n",
                        "1e400",
                        "99999999999999999999",
                        "PiB",
                        "w",
                        "\0",
                        "T",
                        "~")
                .run(input -> {
                    String text = new String(input, StandardCharsets.UTF_8);
                    for (Form form : FORMS) {
                        try {
                            assertThat(Forms.of(form, text)).isNotNull();
                        } catch (FormMismatch e) {
                            assertThat(e.getMessage()).isNotBlank();
                        }
                    }
                });
    }

    @Test
    void anyAnswerOfAProbeIsAFactOrMalformed() {
        List<Read> reads = List.of(
                Asking.file(new Form.Lines(), "/a", "/b"),
                Asking.file(new Form.Ini(true, Repeated.UNCLEAR, TYPES), "/etc/a"),
                Asking.secret(new Source.File(List.of("/a"))),
                Read.of(new Source.Stat("/a"), Form.Plain.TEXT),
                Read.of(
                        new Source.Glob(List.of(new Source.Glob.Step("a*", true))),
                        new Form.KeyValue("=", "#", Repeated.UNCLEAR, TYPES)),
                Read.of(Asking.command("a"), new Form.Lines()),
                Asking.secret(Asking.command("a")),
                Read.of(new Source.Env("A"), new Form.Auto()));
        Fuzz.of("define-answer")
                .inputs(100_000)
                .seeds(Corpus.texts(
                        "at /a\ntext\n x=1\n \n 0\ndone\n",
                        "at /etc/a.d/x.conf\nmasked\nat /etc/a\nabsent\ndone\n",
                        "at /a\ndigest 7 " + "0f".repeat(32) + "\ndone\n",
                        "status 0\ndigest 7 " + "0f".repeat(32) + "\ndone\n",
                        "at /a\nstat\n a1ff\n 0\n 0\n 5\n 1700000000\n root\n UNKNOWN\n 0\ntarget\n ../x\n y\ndone\n",
                        "at /a\nfailed head: x\nno-tool sed\ndone\n",
                        "ran\n x\n 0\ndone\n",
                        "truncated\ndone\n",
                        "at /a\nautofs\ndenied\nuser\nodd\nspecial\ndone\n"))
                .words(
                        "at ",
                        "\n",
                        "\ntext\n",
                        "\nstat\n",
                        "\ntarget\n",
                        " 0\n",
                        "done\n",
                        "\ndigest ",
                        "\nran\n",
                        "\0")
                .mayThrow(FactFormatException.class)
                .run(input -> {
                    for (Read read : reads) {
                        checked(Reads.asked("x-a/b", read, Context.CLEAN), input);
                    }
                });
    }

    private static <T> void checked(Asked<T> asked, byte[] input) throws FactFormatException {
        ProbeOutput output = new ProbeOutput(input, new byte[0], 0);
        Reading<Answer> reading = asked.request().fact().parser().parse(output).flatMap(asked.answer());
        reading.fold(
                answer -> assertThat(answer.value()).isNotNull(),
                missing -> assertThat(missing.reason())
                        .isIn(Set.of(
                                Reason.NO_PERMISSION,
                                Reason.NOT_READABLE,
                                Reason.TRUNCATED,
                                Reason.NO_TOOL,
                                Reason.CHECK_ERROR,
                                Reason.FORMAT_MISMATCH)));
    }
}
