package dev.preflight.checks.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scoped;
import dev.preflight.checks.link.SshBetweenHostsCheck.By;
import dev.preflight.checks.link.SshBetweenHostsCheck.Params;
import dev.preflight.checks.link.SshLogins.Login;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshBetweenHostsCheckTest {
    private static final SshBetweenHostsCheck CHECK = new SshBetweenHostsCheck();
    private static final String CLIENT = "client OpenSSH_9.2p1\n";
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILuc8I1WWgiOile/sYMsEEiYmGqDOQ3B+F6mRo0+6iSC";
    private static final String REFUSED = "u@h: Permission denied (publickey).";

    private final TreeMap<String, HostFacts> hosts = new TreeMap<>();

    private static Params params(String from, String to) {
        return new Params(from, to, "", 0, By.ADDRESS, Duration.ofSeconds(5), true, "");
    }

    private void host(Params params, String name, String group, Reading<SshLogins> logins) {
        hosts.put(
                name,
                new HostFacts(
                        new HostInfo(name, "", List.of("all", group)),
                        Instant.EPOCH,
                        Map.of(params.request().key(), logins)));
    }

    private void host(Params params, String name, String group, String... logins) {
        host(
                params,
                name,
                group,
                Printed.reading(
                        params.request(),
                        CLIENT + String.join("", logins) + "hostkey " + KEY + "\nuserkey " + KEY + "\ndone\n"));
    }

    private static String good(String host) {
        return "host " + host
                + "\n address 10.0.0.9\n port 0\n status 0\n took 30\n offered 1\n accepted 1\n entered 1\n";
    }

    private static String bad(String host, String error, int offered) {
        return "host " + host + "\n address 10.0.0.9\n port 0\n status 255\n took 30\n error " + error + "\n offered "
                + offered + "\n accepted 0\n entered 0\n";
    }

    private List<Scoped> judged(Params params) {
        return CHECK.judge(
                new LinkFacts(new FleetFacts(hosts), Traffic.none().everywhere(true), List.copyOf(hosts.keySet())),
                params);
    }

    private List<String> said(Params params) {
        return judged(params).stream()
                .map(one -> one.scope() + " " + one.judgement().outcome().code() + " "
                        + one.judgement().code())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Host key verification failed., host-key-unknown",
        "No ED25519 host key is known for h and you have requested strict checking., host-key-unknown",
        "Host key for h has changed and you have requested strict checking., host-key-changed",
        "ssh: connect to host h port 22: Connection refused, refused",
        "ssh: connect to host h port 22: No route to host, refused",
        "kex_exchange_identification: Connection closed by remote host, refused",
        "Unable to negotiate with h port 22: no matching host key type found. Their offer: ssh-dss, refused",
        "ssh: connect to host h port 22: Connection timed out, timeout",
        "Connection timed out during banner exchange, timeout",
        "ssh: Could not resolve hostname h: Name or service not known, not-resolved",
        "Your account has expired; please contact your system administrator., account-refused",
        "Received disconnect from h port 22:2: Too many authentication failures, key-refused",
        "'u@h: Permission denied (publickey,password).', key-refused",
        "u@h: Permission denied (password)., needs-password",
        "Connection closed by h port 22, refused",
    })
    void whatSshSaysIsUnderstood(String error, String code) {
        assertThat(LoginFault.of(new Login("h", 0, 255, Optional.empty(), List.of(error), List.of(), 1, 0, false)))
                .map(LoginFault::code)
                .contains(code);
    }

    @Test
    void whatHappenedBehindTheKeyIsNoFaultOfTheKey() {
        Login closed = new Login(
                "h", 0, 255, Optional.empty(), List.of("Connection closed by h port 22"), List.of(), 1, 1, false);
        assertThat(LoginFault.of(closed)).contains(LoginFault.ACCOUNT_REFUSED);
        Login passphrase = new Login("h", 0, 255, Optional.empty(), List.of(REFUSED), List.of(), 1, 1, false);
        assertThat(LoginFault.of(passphrase)).contains(LoginFault.NEEDS_PASSWORD);
        Login shell = new Login(
                "h",
                0,
                1,
                Optional.empty(),
                List.of(),
                List.of("This account is currently not available."),
                1,
                1,
                true);
        assertThat(LoginFault.of(shell)).contains(LoginFault.ACCOUNT_REFUSED);
        Login ended = new Login("h", 0, 143, Optional.empty(), List.of(), List.of(), 1, 1, true);
        assertThat(LoginFault.of(ended)).contains(LoginFault.TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({"501, slow-login", "500, ok", "499, ok"})
    void theTimeOfALoginHasABound(String took, String code) {
        Params params = params("", "");
        host(params, "h1", "all", good("h2").replace("took 30", "took " + took));
        host(params, "h2", "all", good("h1"));
        assertThat(judged(params)).anyMatch(one -> one.judgement().code().equals(code));
        assertThat(said(params)).hasSize(2).contains("pair:" + new Pair("h2", "h1") + " pass ok");
    }

    @Test
    void aHostThatRefusesAllIsOneFinding() {
        Params params = params("", "");
        host(params, "h1", "all", good("h2"), bad("h3", REFUSED, 1));
        host(params, "h2", "all", good("h1"), bad("h3", REFUSED, 1));
        host(params, "h3", "all", good("h1"), good("h2"));
        assertThat(said(params)).contains("host:h3 fail key-refused").hasSize(5);
        Judgement folded = judged(params).get(0).judgement();
        assertThat(folded.args().get("from")).isEqualTo(Arg.texts(List.of("h1", "h2")));
        assertThat(folded.args().get("to")).isEqualTo(Arg.texts(List.of("h3")));
    }

    @Test
    void aHostWithoutAKeyIsOneFindingOfItsOwn() {
        Params params = params("", "");
        host(params, "h1", "all", bad("h2", REFUSED, 0), bad("h3", REFUSED, 0));
        host(params, "h2", "all", good("h1"), good("h3"));
        host(params, "h3", "all", good("h1"), good("h2"));
        assertThat(said(params)).contains("host:h1 fail no-key").hasSize(5);
        // All without keys: each for itself.
        host(params, "h2", "all", bad("h1", REFUSED, 0), bad("h3", REFUSED, 0));
        host(params, "h3", "all", bad("h1", REFUSED, 0), bad("h2", REFUSED, 0));
        assertThat(said(params)).containsExactly("host:h1 fail no-key", "host:h2 fail no-key", "host:h3 fail no-key");
    }

    @Test
    void whatIsNotKnownOfALoginIsNoLogin() {
        Params params = params("", "");
        host(params, "h1", "all", Reading.missing(Reason.NO_TOOL, "ssh"));
        host(params, "h2", "all", "late h1\n");
        host(params, "h3", "all", good("h1"), "host h2\n address -oX\n unfit\n");
        assertThat(judged(params).stream()
                        .map(one -> one.scope() + " " + one.judgement().code()))
                .filteredOn(line -> !line.endsWith(" ok"))
                .hasSize(5)
                .anyMatch(line -> line.contains("h1") && line.endsWith("no-tool"))
                .anyMatch(line -> line.contains("h2") && line.endsWith("timeout"))
                .anyMatch(line -> line.contains("h2") && line.endsWith("not-collected"))
                .anyMatch(line -> line.contains("h3") && line.endsWith("ambiguous"));
    }

    @Test
    void onlyTheGroupsThatAreNamedAreLookedAt() {
        Params params = params("control", "storage");
        host(params, "c1", "control", good("s1"), good("s2"));
        host(params, "s1", "storage", Reading.missing(Reason.NO_TOOL, "ssh"));
        host(params, "s2", "storage");
        assertThat(said(params)).hasSize(2).allMatch(line -> line.endsWith("pass ok"));
    }

    @Test
    void ofManyHostsItIsToBeSaidFromWhich() {
        Params all = params("", "");
        for (int i = 10; i < 42; i++) {
            host(all, "h" + i, "all");
        }
        assertThat(said(all)).noneMatch(line -> line.startsWith("fleet"));
        host(all, "h42", "all");
        assertThat(said(all)).containsExactly("fleet unknown ambiguous");
    }

    @Test
    void oneHostHasNoOtherToLogInTo() {
        Params params = params("", "");
        host(params, "h1", "all");
        assertThat(said(params)).containsExactly("fleet not-applicable one-host");
    }

    /** The key is the one that the other host read out itself, in the form of known_hosts. */
    @Test
    void theRemedyHasTheKeyThatTheOtherHostGave() {
        Params params = new Params("", "", "ops", 2222, By.ADDRESS, Duration.ofSeconds(5), true, "deploy");
        host(params, "h1", "all", bad("h2", "Host key verification failed.", 0).replace("port 0", "port 2222"));
        host(params, "h2", "all", bad("h1", REFUSED, 1));
        List<Scoped> said = judged(params);
        Remedy trust = said.get(0).judgement().remedies().get(0);
        assertThat(trust.id()).isEqualTo("trust");
        assertThat(trust.user()).contains("deploy");
        assertThat(trust.args().get("line")).isEqualTo(Arg.text("[10.0.0.9]:2222 " + KEY));
        Remedy authorize = said.get(1).judgement().remedies().get(0);
        assertThat(authorize.id()).isEqualTo("authorize");
        assertThat(authorize.user()).contains("ops");
        assertThat(authorize.args().get("line")).isEqualTo(Arg.text(KEY));
    }

    /** A host may say what it likes: what has not the form of a key is in no command. */
    @Test
    void whatIsNoKeyIsInNoCommand() {
        Params params = params("", "");
        host(params, "h1", "all", bad("h2", "Host key verification failed.", 0));
        String other = CLIENT + good("h1") + "hostkey ssh-ed25519 $(touch x)" + "\ndone\n";
        host(params, "h2", "all", Printed.reading(params.request(), other));
        assertThat(judged(params).get(0).judgement().remedies())
                .extracting(Remedy::id)
                .containsExactly("trust-by-hand");
    }
}
