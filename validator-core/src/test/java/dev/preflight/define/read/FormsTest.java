package dev.preflight.define.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.LinePattern;
import dev.preflight.define.read.Form.Document.Language;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {

    private static String said(Form form, String text) {
        try {
            return Asking.text(Forms.of(form, text));
        } catch (FormMismatch e) {
            return e.reason().code() + ": " + e.getMessage();
        }
    }

    private static FieldTypes types(Object... namesAndTypes) {
        Map<String, FieldType> types = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            types.put((String) namesAndTypes[i], (FieldType) namesAndTypes[i + 1]);
        }
        return new FieldTypes(types, ",");
    }

    private static Form json(String at, FieldTypes types) {
        return new Form.Document(Language.JSON, DocumentPath.parse(at), types);
    }

    private static Form yaml(String at) {
        return new Form.Document(Language.YAML, DocumentPath.parse(at), FieldTypes.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | 42 | 42",
                "INT | -7 | -7",
                "INT | 9223372036854775807 | 9223372036854775807",
                "NUMBER | 1.50 | 1.50",
                "NUMBER | 3 | 3",
                "BOOL | Yes | true",
                "BOOL | off | false",
                "SIZE | 16GiB | 17179869184",
                "SIZE | 16 G | 17179869184",
                "SIZE | 16GB | 16000000000",
                "SIZE | 1.5k | 1536",
                "SIZE | 512 | 512",
                "DURATION | 90 | PT1M30S",
                "DURATION | 1h 30min | PT1H30M",
                "DURATION | 0.5s | PT0.5S",
                "DURATION | 3d | PT72H",
                "DATE | 2027-03-01 | 2027-03-01T00:00:00Z",
                "DATE | 2027-03-01T12:00:00+02:00 | 2027-03-01T10:00:00Z",
                "DATE | Mar  1 12:00:00 2027 GMT | 2027-03-01T12:00:00Z",
                "VERSION | 1.8.0_181 | v1.8.0_181",
                "LIST | a, b,,c | [a, b, c]",
            })
    void aFieldHasTheTypeThatAProfileSays(FieldType type, String text, String value) {
        assertThat(said(new Form.Plain(type, ","), text + "\n")).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | 4.0",
                "INT | 9223372036854775808",
                "INT | 0x10",
                "INT | ''",
                "NUMBER | 1e9",
                "NUMBER | NaN",
                "BOOL | maybe",
                "SIZE | 16 GG",
                "SIZE | -1",
                "SIZE | 9999999999PiB",
                "DURATION | infinity",
                "DURATION | 5 parsecs",
                "DURATION | -5s",
                "DURATION | ''",
                "DURATION | 999999999w",
                "DATE | 2027-02-30",
                "DATE | 2027-03-01 12:00",
                "DATE | 2027-03-01T12:00:00",
                "DATE | 01.03.2027",
                "VERSION | unknown",
                "VERSION | 1.0 beta",
            })
    void whatIsOfAnotherTypeIsNoValue(FieldType type, String text) {
        assertThat(said(new Form.Plain(type, ","), text)).startsWith("format-mismatch: expected ");
    }

    @Test
    void aSettingOfTheKernelIsANumberOrWords() {
        assertThat(said(new Form.Auto(), "65530\n")).isEqualTo("65530");
        assertThat(said(new Form.Auto(), "4096\t131072\t6291456\n")).isEqualTo("4096 131072 6291456");
    }

    @Test
    void linesOfNameAndValueAreARow() {
        Form release = new Form.KeyValue("=", "#", Repeated.UNCLEAR, types("VERSION_ID", FieldType.VERSION));
        assertThat(said(release, "# a\nNAME=\"Rocky Linux\"\n\nVERSION_ID='9.4'\r\nURL=a=b\n"))
                .isEqualTo("{NAME=Rocky Linux, VERSION_ID=v9.4, URL=a=b}");
        Form sshd = new Form.KeyValue(" ", "#", Repeated.UNCLEAR, types("MaxAuthTries", FieldType.INT));
        assertThat(said(sshd, "MaxAuthTries\t 6\n  Subsystem  sftp  /usr/lib/x \n"))
                .isEqualTo("{MaxAuthTries=6, Subsystem=sftp  /usr/lib/x}");
        assertThat(said(release, "A=1\nnothing\n"))
                .isEqualTo("format-mismatch: line 2: expected a field, '=' and its value, found 'nothing'");
        assertThat(said(sshd, "\nMaxAuthTries six"))
                .isEqualTo("format-mismatch: line 2, field MaxAuthTries: expected a whole number, found 'six'");
        assertThat(said(release, "")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "UNCLEAR, A=1;A=1, {A=1}",
        "UNCLEAR, A=1;B=5;A=2, 'ambiguous: line 3: field A has several values; repeated: last, or first, says which counts'",
        "UNCLEAR, A=1;A=, 'ambiguous: line 2: field A has several values; repeated: last, or first, says which counts'",
        "LAST, A=1;A=2, {A=2}",
        "FIRST, A=1;A=2, {A=1}",
    })
    void whichOfSeveralValuesCountsIsForTheProfileToSay(Repeated repeated, String text, String expected) {
        String lines = text.replace(";", "\n") + "\n";
        assertThat(said(new Form.KeyValue("=", "#", repeated, FieldTypes.NONE), lines))
                .isEqualTo(expected);
        assertThat(said(new Form.Ini(false, repeated, FieldTypes.NONE), lines)).isEqualTo(expected);
        assertThat(said(new Form.Ini(false, repeated, FieldTypes.NONE), "[s]\n" + lines))
                .isEqualTo(
                        expected.startsWith("{")
                                ? "{s=" + expected + "}"
                                : expected.replace("line 3", "line 4")
                                        .replace("line 2", "line 3")
                                        .replace(" A ", " s.A "));
    }

    @Test
    void linesThatAreCommentsMayBeLeftOut() {
        String text = "#!/bin/sh\n# a\nx # b\n \t#c\n#includedir /d\n;d\n";
        assertThat(said(new Form.Uncommented("#", Form.Plain.TEXT), text))
                .isEqualTo("#!/bin/sh\nx # b\n#includedir /d\n;d");
        assertThat(said(new Form.Uncommented("#", Form.Plain.TEXT), "\uFEFF# a\nb"))
                .isEqualTo("b");
        assertThat(said(new Form.Uncommented("#", new Form.Lines()), "# a\rb\nc\r\n"))
                .as("only a newline ends a line")
                .isEqualTo("[c]");
        assertThat(said(new Form.Uncommented(";", new Form.Lines()), "a\n;b\n#c\n"))
                .isEqualTo("[a, #c]");
        assertThat(said(new Form.Uncommented("", new Form.Lines()), "a\n#c\n")).isEqualTo("[a, #c]");
    }

    /** systemd.syntax(7): an empty setting begins anew. */
    @Test
    void anEmptySettingOfSystemdBeginsAnew() {
        Form unit = new Form.Ini(true, Repeated.UNCLEAR, FieldTypes.NONE);
        assertThat(said(unit, "[s]\nx=1\nx=\nx=2\n")).isEqualTo("{s={x=2}}");
        assertThat(said(unit, "[s]\nx=1\nx=\n")).isEqualTo("{s={x=}}");
        assertThat(said(unit, "[s]\nx=1\nx=2\n")).startsWith("ambiguous: line 3: field s.x");
    }

    @Test
    void sectionsAreRows() {
        Form ini = new Form.Ini(
                false, Repeated.UNCLEAR, new FieldTypes(Map.of("keyfile.unmanaged-devices", FieldType.LIST), ";"));
        assertThat(said(
                        ini,
                        "top=1\n[keyfile]\n; no\nunmanaged-devices=interface-name:cali*;interface-name:flannel*\n"))
                .isEqualTo("{top=1, keyfile={unmanaged-devices=[interface-name:cali*, interface-name:flannel*]}}");
        assertThat(said(ini, "[a]\nx=1\n[b]\nx=2\n[a]\nx=1\nflag\n")).isEqualTo("{a={x=1, flag=}, b={x=2}}");
        assertThat(said(ini, "[a]\nx=1 \\\n# left out\n  2\\\n")).isEqualTo("{a={x=1  2}}");
        assertThat(said(ini, "[a\nx=1")).startsWith("format-mismatch: line 1: expected a section");
        assertThat(said(ini, "[a]\n=1")).startsWith("format-mismatch: line 2: expected a field");
        assertThat(said(ini, "[a]")).isEqualTo("{a={}}");
    }

    @Test
    void linesAreRowsOfColumns() {
        Form hosts = new Form.Table(List.of("address", "name", "aliases"), true, " ", 0, "#", FieldTypes.NONE);
        assertThat(said(hosts, "# all\n127.0.0.1 localhost # here\n  10.0.0.1\ta.example  a b#c\n10.0.0.2\n"))
                .isEqualTo("[{address=127.0.0.1, name=localhost, aliases=[]},"
                        + " {address=10.0.0.1, name=a.example, aliases=[a, b#c]}, {address=10.0.0.2, aliases=[]}]");
        Form users = new Form.Table(List.of("name", "x", "uid"), false, ":", 1, "", types("uid", FieldType.INT));
        assertThat(said(users, "heading\nroot:x:0:0:a # b:/root\na::7\n"))
                .isEqualTo("[{name=root, x=x, uid=0}, {name=a, x=, uid=7}]");
        assertThat(said(users, "\nroot:x:zero\n"))
                .isEqualTo("format-mismatch: line 2, field uid: expected a whole number, found 'zero'");
        assertThat(said(users, "\n" + "a:b:1\n".repeat(4097))).startsWith("truncated: more than 4096 rows");
    }

    @Test
    void groupsOfAPatternAreFields() {
        FieldTypes version = types("v", FieldType.VERSION);
        Form java = new Form.Match(LinePattern.parse("version \"(?<v>[0-9._]+)"), false, version);
        assertThat(said(java, "Picked up\nopenjdk version \"17.0.9\" 2023\n")).isEqualTo("{v=v17.0.9}");
        assertThat(said(java, "nothing")).isEqualTo("absent");
        Form all = new Form.Match(LinePattern.parse("(?<a>[a-z]+)(=(?<n>.*))?"), true, types("n", FieldType.INT));
        assertThat(said(all, "a=1\n-\nb\n")).isEqualTo("[{a=a, n=1}, {a=b}]");
        assertThat(said(all, "a=x")).startsWith("format-mismatch: line 1, field n: ");
        assertThat(said(all, "-")).isEqualTo("[]");
        assertThat(said(all, "a=1\n" + "x".repeat(1025))).startsWith("truncated: line 2");
        assertThat(all.type()).isEqualTo(new ListOf(new RowOf(Map.of("a", Simple.TEXT, "n", Simple.INT), false)));
    }

    @Test
    void aDocumentIsAValue() {
        FieldTypes licence = types("expires", FieldType.DATE, "nodes", FieldType.INT);
        assertThat(said(json(".", licence), "{\"expires\": \"2027-03-01\", \"nodes\": 5, \"x\": null, \"y\": 1.5}"))
                .isEqualTo("{expires=2027-03-01T00:00:00Z, nodes=5, y=1.5}");
        assertThat(said(json(".", licence), "{\"expires\": 5}"))
                .isEqualTo("format-mismatch: line 1, field expires: expected a date, such as 2027-03-01 or"
                        + " 2027-03-01T12:00:00Z, found '5'");
        assertThat(said(json(".", licence), "{\n\"nodes\": [1]}")).startsWith("format-mismatch: line 2, field nodes");
        assertThat(said(json(".", licence), "[1]")).startsWith("format-mismatch: line 1, field .: ");
        assertThat(said(json(".", licence), "7")).startsWith("format-mismatch: line 1, field .: ");
        assertThat(said(json(".", licence), "{\"a\":1,\"a\":2}")).startsWith("format-mismatch: line 1: key a");
        assertThat(said(json(".", licence), ""))
                .startsWith("format-mismatch: not valid JSON (line 1, column 1): nothing here");
        assertThat(said(json(".", licence), "{} {}"))
                .startsWith("format-mismatch: not valid JSON (line 1, column 4): more text");
    }

    @Test
    void aPartOfADocumentIsAValue() {
        String text = "{\"a\": {\"b\": [{\"c\": 1, \"d\": [1, 2]}, {\"c\": 2, \"d\": [3]}, {}]}, \"k.x/y\": true}";
        assertThat(said(json(".a.b[].c", FieldTypes.NONE), text)).isEqualTo("[1, 2]");
        assertThat(said(json(".a.b[].d[]", FieldTypes.NONE), text)).isEqualTo("[1, 2, 3]");
        assertThat(said(json(".a.b[1].c", FieldTypes.NONE), text)).isEqualTo("2");
        assertThat(said(json(".a.b[9].c", FieldTypes.NONE), text)).isEqualTo("absent");
        assertThat(said(json("[\"k.x/y\"]", FieldTypes.NONE), text)).isEqualTo("true");
        assertThat(said(json(".none.x", FieldTypes.NONE), text)).isEqualTo("absent");
        assertThat(said(json(".a[]", FieldTypes.NONE), text)).startsWith("format-mismatch: line 1, field .a: ");
        assertThat(said(json(".a.b[].c.e", FieldTypes.NONE), text)).startsWith("format-mismatch: line 1, field ");
        assertThat(json(".a.b[]", types("c", FieldType.INT)).type())
                .isEqualTo(new ListOf(new RowOf(Map.of("c", Simple.INT), true)));
        assertThat(said(yaml(".a[]"), "a: [yes, 010, 1.5, ~]\n")).isEqualTo("[yes, 10, 1.5]");
        assertThat(said(yaml("."), "a: !!python/object x\n"))
                .startsWith("format-mismatch: not valid YAML (line 1, column 4): ");
    }

    @Test
    void aFewCharactersStandForNoMillionDigits() {
        assertThat(said(json(".", FieldTypes.NONE), "1e999999999")).startsWith("format-mismatch: line 1: ");
        assertThat(said(json(".", FieldTypes.NONE), "12345678901234567890")).isEqualTo("12345678901234567890");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "..", ".a.", ".a b", "[", ".a[-1]", ".a[\"b]", "[x]"})
    void whatIsNoPathIsRefused(String text) {
        assertThatThrownBy(() -> DocumentPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typesAreKnownBeforeAHostIsAsked() {
        assertThat(new Form.Ini(true, Repeated.UNCLEAR, types("a.b.c", FieldType.INT)).type())
                .isEqualTo(new RowOf(Map.of("a.b", new RowOf(Map.of("c", Simple.INT), true)), true));
        assertThat(new Form.KeyValue("=", "", Repeated.UNCLEAR, types("net.x", FieldType.INT)).type())
                .isEqualTo(new RowOf(Map.of("net.x", Simple.INT), true));
        assertThat(json(".", types("a.b", FieldType.INT)).type())
                .isEqualTo(new RowOf(Map.of("a", new RowOf(Map.of("b", Simple.INT), true)), true));
        assertThat(json(".", FieldTypes.NONE).type()).isEqualTo(Simple.ANY);
        Form text = Form.Plain.TEXT;
        assertThat(Read.of(new Source.Glob(List.of(new Source.Glob.Step("a", false))), text)
                        .type())
                .isEqualTo(new ListOf(new RowOf(Map.of("path", Simple.TEXT, "text", Simple.TEXT), false)));
    }

    @Test
    void whatMayNotBeAskedIsRefused() {
        for (String path : List.of(
                "", "a", "/", "/a/", "//a", "/a/../b", "/./a", "/dev/zero", "/dev", "/proc/kcore", "/a\nb", "/a\0b")) {
            assertThatThrownBy(() -> new Source.File(List.of(path)))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String key : List.of("", ".", "a..b", "../x", "a/../b", "a.", "*", "a b", "/a")) {
            assertThatThrownBy(() -> new Source.Sysctl(key)).as(key).isInstanceOf(IllegalArgumentException.class);
        }
        for (String program : List.of("", "-x", "a b", "./a", "a/b", "$(x)", "/a/../sh")) {
            assertThatThrownBy(() -> Asking.command(program)).as(program).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Asking.command("a", "b\nc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Source.Env("A=B")).isInstanceOf(IllegalArgumentException.class);
        for (String pattern : List.of("**", "a\\b", "..", "", "a/b")) {
            assertThatThrownBy(() -> new Source.Glob(List.of(new Source.Glob.Step(pattern, true))))
                    .as(pattern)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Source.Sysctl("net.ipv4.conf.eth0/1.rp_filter").key()).isNotEmpty();
    }

    @Test
    void aTypedValueIsOfItsType() throws FormMismatch {
        assertThat(Forms.of(new Form.Plain(FieldType.NUMBER, ","), "3")).isInstanceOf(Value.Decimal.class);
        assertThat(Forms.of(new Form.Plain(FieldType.SIZE, ","), "3k")).isEqualTo(new Value.Whole(3072));
    }
}
