package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocaleCheckTest {
    private static final String LISTED = "available\n C\n C.utf8\n POSIX\n de_DE@euro\n en_US.utf8\n german\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<Judgement> judged(String yaml, String printed, String more) {
        return Judged.by(
                new LocaleCheck(),
                "{contexts: [exec], " + yaml + "}",
                Map.of("locale", printed + LISTED + more + "done\n"));
    }

    private static List<String> said(String yaml, String printed) {
        return judged(yaml, printed, "").stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    private static List<String> remedies(String printed, String more, String os) {
        return Judged.by(
                        new LocaleCheck(),
                        "contexts: [exec]",
                        Map.of(
                                "locale",
                                printed + LISTED + more + "done\n",
                                "host-identity",
                                "Linux 6.1.0 x86_64\n1000\ncontainer=none\n" + os + "\ndone\n"))
                .stream()
                .flatMap(one -> one.remedies().stream())
                .map(Remedy::id)
                .toList();
    }

    /** Else contexts-differ would be what the remedy comes to. */
    @Test
    void aContextGetsTheLocaleThatAnotherOneHas() {
        String more = LISTED + "localectl\ndone\n";
        List<Judgement> said = Judged.by(
                new LocaleCheck(),
                "contexts: [exec, login]",
                Map.of(
                        "locale@exec",
                        "variable LANG POSIX\ncharmap ANSI_X3.4-1968\n" + more,
                        "locale@login",
                        "variable LANG en_US.UTF-8\ncharmap UTF-8\n" + more));
        assertThat(said.get(0).remedies()).hasSize(1);
        assertThat(said.get(0).remedies().get(0).args().get("setting")).isEqualTo(Arg.text("LANG=en_US.UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTF-8      | UTF-8           | pass ok
            utf8       | UTF-8           | pass ok
            UTF-8      | ANSI_X3.4-1968  | fail not-utf8
            UTF-8      | UTF-16          | fail not-utf8
            ISO-8859-1 | ISO-8859-1      | pass ok
            ISO-8859-1 | ISO-8859-15     | fail not-utf8
            """)
    void theCharacterSetIsComparedWithoutItsSpelling(String required, String charmap, String said) {
        assertThat(said("charset: " + required, "charmap " + charmap + "\n")).containsExactly(said);
    }

    /** A variable that is overridden has no say, and what has one must be there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LANG en_US.UTF-8                        | pass ok
            LANG en_US.utf8                         | pass ok
            LANG german                             | pass ok
            LANG de_DE@euro                         | pass ok
            LANG de_DE                              | fail locale-missing
            LANG de_DE.UTF-8                        | fail locale-missing
            LANG /opt/locales/x                     | pass ok
            LANG fr_FR.UTF-8;LC_ALL C.UTF-8         | pass ok
            LANG fr_FR.UTF-8;LC_CTYPE C.UTF-8       | fail locale-missing
            LANG C.UTF-8;LC_CTYPE UTF-8             | fail locale-missing
            LANG C.UTF-8;LC_ALL fr_FR.UTF-8         | fail locale-missing
            LANG C.UTF-8;LC_MESSAGES fr_FR.UTF-8    | fail locale-missing
            LANG C.UTF-8;LC_PAPER fr_FR.UTF-8       | fail locale-missing
            LANG C.UTF-8;LC_MESSAGES en_US.UTF-8    | pass ok
            LANG C.UTF-8;LC_ALL C.UTF-8;LC_TIME fr_FR.UTF-8 | pass ok
            """)
    void aLocaleThatIsSetMustBeThere(String variables, String said) {
        String lines = Stream.of(variables.split(";"))
                .map(one -> "variable " + one + "\n")
                .reduce("", String::concat);
        assertThat(said("", lines + "charmap UTF-8\n")).containsExactly(said);
    }

    @ParameterizedTest
    @CsvSource({
        "LC_TIME, en_US.utf8, false",
        "LC_PAPER, C.UTF-8, false",
        "LC_TIME, C.UTF-8, true",
        "LC_MESSAGES, C.UTF-8, true",
        "LC_COLLATE, C, true",
    })
    void eachKindIsComparedBetweenContexts(String variable, String value, boolean differs) {
        String before = "variable LANG en_US.UTF-8\n";
        String behind = "charmap UTF-8\n" + LISTED + "done\n";
        LocaleCheck check = new LocaleCheck();
        LocaleCheck.Params params = Judged.params(check, "contexts: [exec, login]");
        Map<String, Reading<?>> readings = new HashMap<>();
        check.needs(params).all().stream()
                .filter(request -> request.fact().id().equals("locale"))
                .forEach(request -> {
                    String more = request.context() == Context.LOGIN ? "variable " + variable + " " + value + "\n" : "";
                    readings.put(request.key(), Printed.reading(request, before + more + behind));
                });
        HostFacts facts = new HostFacts(new HostInfo("h", "", List.of()), Instant.EPOCH, readings);
        assertThat(check.judge(facts, params).stream()
                        .filter(one -> one.code().equals("contexts-differ"))
                        .map(one -> one.args().get("locales")))
                .isEqualTo(
                        differs
                                ? List.of(Arg.texts(
                                        List.of("exec: en_US.UTF-8", "login: en_US.UTF-8, " + variable + "=" + value)))
                                : List.of());
    }

    @Test
    void eachLocaleThatIsNeededHasAFinding() {
        assertThat(said("available: [en_US.UTF-8, C, de_DE.UTF-8, fr_FR]", "charmap UTF-8\n"))
                .containsExactly("pass ok", "fail not-available", "fail not-available");
    }

    @Test
    void withMuslEveryNameIsOneOfUtf8ButTwo() {
        for (String lang : List.of("C", "POSIX")) {
            assertThat(Judged.said(
                            new LocaleCheck(),
                            "contexts: [exec]",
                            Map.of("locale", "variable LANG " + lang + "\nmusl\ndone\n")))
                    .containsExactly("fail not-utf8 context:exec");
        }
        String musl = "variable LANG xx_YY.UTF-8\nmusl\ndone\n";
        assertThat(Judged.said(
                        new LocaleCheck(),
                        "{contexts: [exec], available: [de_DE.UTF-8, de_DE, de_DE.ISO-8859-1]}",
                        Map.of("locale", musl)))
                .containsExactly("pass ok context:exec", "fail not-available locale:de_DE.ISO-8859-1");
    }

    @Test
    void aRemedySetsALocaleThatIsThereAndKnowsTheOldOne() {
        String posix = "variable LANG POSIX\ncharmap ANSI_X3.4-1968\n";
        String set = "file /etc/locale.conf:1\n LANG=\"POSIX\"\nlocalectl\n";
        String debian = "ID=debian\nVERSION_ID=12";
        assertThat(remedies(posix, set, debian)).containsExactly("set-locale");
        assertThat(remedies(posix, "localectl\n", debian)).containsExactly("set-first-locale");
        assertThat(remedies(posix, "", debian)).containsExactly("write");
        assertThat(remedies("variable LC_ALL C\ncharmap ANSI_X3.4-1968\n", set, debian))
                .containsExactly("find-variable");
        assertThat(remedies("variable LANG C.UTF-8\nvariable LC_TIME de_DE.UTF-8\ncharmap UTF-8\n", set, debian))
                .containsExactly("locale-gen", "find-variable");
        String german = "variable LANG de_DE.UTF-8\ncharmap ANSI_X3.4-1968\n";
        assertThat(remedies(german, set, debian)).containsExactly("locale-gen", "set-locale");
        assertThat(remedies(german, set, "ID=rocky\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=9.3"))
                .containsExactly("langpack", "set-locale");
        assertThat(remedies(german, set, "ID=centos\nVERSION_ID=7")).containsExactly("install-locale", "set-locale");
        Judgement said = judged("", posix, set).get(0);
        assertThat(said.remedies().get(0).args().toString()).contains("LANG=C.UTF-8", "LANG=POSIX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"contexts: [unit]", "contexts: []", "charset: ''"})
    void whatCannotBeMeasuredIsAnError(String yaml) {
        assertThatThrownBy(() -> Judged.by(new LocaleCheck(), yaml, Map.of())).hasMessageContaining(yaml.split(":")[0]);
    }

    @Test
    void anEmptyAnswerDecidesNothing() {
        FactRequest<Locales> request = Locales.FACT.in(Context.EXEC);
        assertThat(Printed.reading(request, "charmap \navailable\n C\ndone\n").isMissing())
                .isTrue();
        assertThat(Printed.reading(request, "charmap UTF-8\navailable\ndone\n").isMissing())
                .isTrue();
        assertThat(Printed.reading(request, "done\n")).isEqualTo(Reading.missing(Reason.NO_TOOL, "locale"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeTellsWhatIsExported(Shell shell) throws IOException {
        Tree.put(root, "etc/default/locale", "#  File\nLANG=\"de_DE.UTF-8\"\nLANGUAGE=de\n");
        program("locale", "[ \"$1\" = charmap ] && echo \"$LC_ALL-set\" || printf 'C\\nde_DE.utf8\\n'\n");
        FactRequest<Locales> request = Locales.FACT.in(Context.EXEC);
        Locales found = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .with("LC_ALL", "C.UTF-8")
                .with("LANG", "a b\nvariable LC_CTYPE x")
                .run(request)
                .reading(request)
                .fold(locales -> locales, missing -> {
                    throw new AssertionError(missing.toString());
                });
        assertThat(found.variables()).containsOnly(Map.entry("LC_ALL", "C.UTF-8"), Map.entry("LANG", "a b"));
        assertThat(found.charset()).isEqualTo("C.UTF-8-set");
        assertThat(found.available()).contains(List.of("C", "de_DE.utf8"));
        assertThat(found.files()).containsExactly(new Locales.Line("/etc/default/locale:2", "LANG=\"de_DE.UTF-8\""));
        assertThat(found.lang()).contains("de_DE.UTF-8");
        assertThat(found.localectl()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeKnowsMuslByItsLoader(Shell shell) throws IOException {
        Tree.put(root, "lib/ld-musl-x86_64.so.1", "");
        FactRequest<Locales> request = Locales.FACT.in(Context.EXEC);
        assertThat(ScriptRun.under(shell)
                        .with("PROBE_ROOT", root.toString())
                        .with("LANG", "")
                        .run(request)
                        .out(request))
                .isEqualTo("musl\ndone\n");
    }

    private void program(String name, String body) throws IOException {
        Tree.put(root, "usr/bin/" + name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve("usr/bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
