package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostCheck;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandOutputCheckTest {
    private static final String NFT = "argv: [nft, --version]";

    private static String ran(int status, String... lines) {
        return "ran\n"
                + String.join(
                        "",
                        List.of(lines).stream().map(line -> " " + line + "\n").toList()) + " \n " + status + "\ndone\n";
    }

    private static List<Judgement> by(String limits, String printed) {
        return Judged.by(new CommandOutputCheck(), "require: {x: {" + limits + "}}", Map.of("command-output", printed));
    }

    private static String said(String limits, String printed) {
        List<Judgement> said = by(limits, printed);
        assertThat(said).hasSize(1);
        return said.get(0).outcome().code() + " " + said.get(0).code();
    }

    @ParameterizedTest
    @CsvSource({
        "0, pass ok",
        "1, fail wrong-exit",
        "3, pass ok",
        "126, unknown no-permission",
        "127, fail absent",
        "137, unknown died",
        "143, fail wrong-exit"
    })
    void aStatusIsOneOfThoseThatMayBe(int status, String said) {
        assertThat(said(NFT + ", exit: [0, 3]", ran(status, "x"))).isEqualTo(said);
    }

    @Test
    void alsoAStatusOfAShellMayBeRequired() {
        assertThat(said(NFT + ", exit: [127]", ran(127))).isEqualTo("pass ok");
        assertThat(said(NFT + ", exit: [127]", "absent\ndone\n")).isEqualTo("fail absent");
    }

    @Test
    void whatItSaidIsShownWithItsStatus() {
        Judgement said = by(NFT, ran(2, "", "cannot open", "more")).get(0);
        assertThat(said.args().get("status").toString())
                .contains("status 2: cannot open")
                .doesNotContain("more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stdout: {contains: v1}                        | pass ok",
                "stdout: {contains: v2}                        | fail wrong-output",
                "stdout: {empty: true}                         | fail wrong-output",
                "stdout: {as: lines, is: {count: 2}}           | pass ok",
                "stdout: {as: lines, is: {count: 3}}           | fail wrong-output",
                "stdout: {as: int, is: 1}                      | unknown format-mismatch",
                "stdout: {as: match, pattern: 'v(?<v>[0-9.]+)', types: {v: version}, is: {v: {min: '1.0.6'}}} | pass ok",
                "stdout: {as: match, pattern: 'v(?<v>[0-9.]+)', types: {v: version}, is: {v: {min: '1.0.7'}}} "
                        + "| fail wrong-output",
                "stdout: {as: match, pattern: 'w(?<v>[0-9.]+)', is: {v: {contains: '1'}}} | fail wrong-output"
            })
    void whatItPrintsIsMatched(String limits, String said) {
        assertThat(said(NFT + ", " + limits, ran(0, "nftables v1.0.6 (x)", "more")))
                .isEqualTo(said);
    }

    @Test
    void whatFailsIsInNoForm() {
        assertThat(said(NFT + ", stdout: {as: json, is: {a: 1}}", ran(1, "usage: nft")))
                .isEqualTo("fail wrong-exit");
        assertThat(said(NFT + ", stdout: {as: json, is: {a: 1}}", ran(0, "usage: nft")))
                .isEqualTo("unknown format-mismatch");
    }

    @Test
    void eachStreamThatIsAskedForIsReadByACallOfItsOwn() {
        assertThat(streams(NFT)).containsExactly("stdout");
        assertThat(streams(NFT + ", stderr: {empty: true}")).containsExactly("stderr");
        assertThat(streams(NFT + ", stderr: {empty: true}, stdout: {contains: a}"))
                .containsExactly("stdout", "stderr");
        assertThat(said(NFT + ", stderr: {empty: true}, stdout: {contains: a}", ran(0, "a")))
                .isEqualTo("fail wrong-output");
    }

    private static List<String> streams(String limits) {
        return requests(limits).stream()
                .map(request -> request.locators().get("STREAM"))
                .toList();
    }

    private static List<FactRequest<?>> requests(String limits) {
        CommandOutputCheck check = new CommandOutputCheck();
        return check.needs(Judged.params(check, "require: {x: {" + limits + "}}"))
                .all();
    }

    @Test
    void whereAndHowItIsCalledTravels() {
        FactRequest<?> plain = requests(NFT).get(0);
        assertThat(plain.context()).isEqualTo(Context.CLEAN);
        assertThat(plain.limit().toSeconds()).isEqualTo(10);
        assertThat(plain.fact().prefersRoot()).isFalse();
        FactRequest<?> other =
                requests(NFT + ", context: login, as_root: true, timeout: 60s").get(0);
        assertThat(other.context()).isEqualTo(Context.LOGIN);
        assertThat(other.limit().toSeconds()).isEqualTo(60);
        assertThat(other.fact().prefersRoot()).isTrue();
        assertThat(other.arguments()).containsExactly("nft", "--version");
    }

    @Test
    @SuppressWarnings("unchecked") // the same check, so the same parameters
    void deniedCommandsAreNotAskedForAndUnknown() {
        HostCheck<CommandOutputCheck.Params> denied =
                (HostCheck<CommandOutputCheck.Params>) new CommandOutputCheck().withoutCommands();
        assertThat(Judged.said(denied, "require: {x: {" + NFT + "}}", Map.of()))
                .containsExactly("unknown commands-denied command:x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "argv: [sh, -c, id]            | 'sh' is a shell; name the program itself, and select with `as`",
                "argv: [systemctl, restart, x] | 'systemctl restart' changes a host, and a check only reads",
                "argv: [sudo, id]              | 'sudo' becomes another user; write `as_root: true` instead",
                "argv: id                      | a command is a list of words",
                "exit: [0]                     | missing key of require x 'argv'",
                "argv: [id], exit: [256]       | between 0 and 255",
                "argv: [id], exit: []          | a list, not empty",
                "argv: [id], timeout: 61s      | between 1s and 60s",
                "argv: [id], context: unit     | expected one of exec, login, sudo, sudo-i, su, su-",
                "argv: [id], context: clean    | one of exec, login"
            })
    void whatIsNotCalledIsRefused(String limits, String message) {
        assertThatThrownBy(() -> by(limits, "")).hasMessageContaining(message);
    }
}
