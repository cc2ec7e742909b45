package dev.preflight.sshconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SshLogin.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathFinderTest {
    private final Map<String, Proxy> proxies = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final PathFinder finder = new PathFinder(this::logins, login -> login);

    private List<SshLogin> logins(List<SshAsk> asks) {
        return asks.stream().map(this::login).toList();
    }

    private SshLogin login(SshAsk ask) {
        asked.add(ask.name() + ask.config().map(file -> " -F " + file).orElse(""));
        String user = "me";
        int port = 22;
        for (SshOption option : ask.options()) {
            user = option.flag() == SshOption.USER ? option.value() : user;
            port = option.flag() == SshOption.PORT ? Integer.parseInt(option.value()) : port;
        }
        return login(ask.name(), port, user, proxies.getOrDefault(ask.name(), Proxy.NONE));
    }

    private static SshLogin login(String name, int port, String user, Proxy proxy) {
        SshLogin plain = SshLogin.plain(name, port, user, Path.of("/home/me"));
        return new SshLogin(plain.target(), plain.keys(), plain.known(), proxy, plain.patience(), plain.methods());
    }

    private static SshAsk ask(String name) {
        return new SshAsk(name, List.of(), Optional.of("conf"), Place.of("inventory"));
    }

    private static Proxy jump(String text) {
        return new Proxy(Optional.of(text), Optional.empty());
    }

    private static Proxy command(String text) {
        return new Proxy(Optional.empty(), Optional.of(text));
    }

    private SshPath path(String name, String user, Proxy proxy) throws ProblemsException {
        return finder.to(ask(name), login(name, 2200, user, proxy));
    }

    private static String shown(SshPath path) {
        return path.jumps().stream()
                .map(SshLogin::target)
                .map(target -> target.user() + "@" + target.address() + " " + target.port())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a                             | me@a 22",
                "a,b,c                         | me@a 22, me@b 22, me@c 22",
                "u@a:2222, v@b                 | u@a 2222, v@b 22",
                "ssh://u@a:2222                | u@a 2222",
                "ssh://a/                      | me@a 22",
                "u@[fe80::1%%eth0]:23,[::1]    | u@fe80::1%eth0 23, me@::1 22",
                "u@corp@a                      | u@corp@a 22",
                "gate-%r.example               | me@gate-ops.example 22",
            })
    void jumpHostsAreNamedAsForSsh(String jump, String expected) throws ProblemsException {
        SshPath path = path("host", "ops", jump(jump));
        assertThat(path.command()).isEmpty();
        assertThat(shown(path)).isEqualTo(expected);
        assertThat(asked).allMatch(name -> name.endsWith(" -F conf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,",
                "u@",
                "::1",
                "a:0",
                "a:65536",
                "a:x",
                "-oProxyCommand=x",
                "u@-x",
                "ftp://a",
                "a/b",
                "[::1"
            })
    void whatIsNoJumpHostIsAMistake(String jump) {
        assertThatThrownBy(() -> path("host", "ops", jump(jump)))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("inventory")
                .hasMessageContaining("ProxyJump of the host 'host'");
    }

    @Test
    void onlyTheFirstJumpHostGoesItsOwnWay() throws ProblemsException {
        proxies.put("a", jump("outer"));
        proxies.put("b", jump("never"));
        proxies.put("outer", command("nc -X 5 %h %p"));
        SshPath path = path("host", "ops", jump("a,b"));
        assertThat(shown(path)).isEqualTo("me@outer 22, me@a 22, me@b 22");
        assertThat(path.command()).hasValue("nc -X 5 outer 22");
        assertThat(path("other", "ops", jump("a,b"))).isEqualTo(path);
        assertThat(asked).as("each is asked of once").hasSize(3);
    }

    @Test
    void jumpHostsThatLeadInACircleAreAMistake() {
        proxies.put("a", jump("b"));
        proxies.put("b", jump("a"));
        assertThatThrownBy(() -> path("host", "ops", jump("a")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("more than 16 jump hosts");
    }

    @Test
    void tokensOfACommandAreReplaced() throws ProblemsException {
        SshPath path = path("fe80::1", "ops", command("nc -x p%%q %h %p # %n %r"));
        assertThat(path.jumps()).isEmpty();
        assertThat(path.command()).hasValue("nc -x p%q fe80::1 2200 # fe80::1 ops");
        assertThat(path("host", "ops", Proxy.NONE)).isEqualTo(SshPath.DIRECT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;b", "a b", "$(x)", "`x`", "a|b", "a&b", "a>b", "a<b", "a\nb", "'a", "\"a", "a\\b", "~root", "a*",
                "(a", "{a", "-oX", "#a", "!a", "a,b"
            })
    void whatAShellWouldActOnGoesIntoNoCommand(String hostile) {
        assertThatThrownBy(() -> path(hostile, "ops", command("nc %h %p")))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("a character that a shell acts on");
        assertThatThrownBy(() -> path("host", hostile, command("nc -l %r %h %p")))
                .isInstanceOf(ProblemsException.class);
        assertThatThrownBy(() -> path("host", hostile, jump("%r@gate"))).isInstanceOf(ProblemsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc %h %x", "nc %", "nc %d"})
    void otherTokensAreAMistake(String text) {
        assertThatThrownBy(() -> path("host", "ops", command(text)))
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("no token of it");
    }
}
