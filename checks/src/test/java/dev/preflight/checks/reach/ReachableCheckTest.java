package dev.preflight.checks.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Shape;
import dev.preflight.checks.Judged;
import dev.preflight.checks.reach.Reach.Answer;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
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

class ReachableCheckTest {
    private static final ReachableCheck CHECK = new ReachableCheck();
    private static final String URL = "https://r.example/v2/";
    private static final String REGISTRY = "status 0;code 200;header docker-distribution-api-version";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String url, String lines) {
        return "target " + url + "\n by curl\n " + lines.replace(";", "\n ") + "\ndone\n";
    }

    private static List<String> said(String url, String limits, String lines) {
        return Judged.said(
                CHECK,
                "require: {" + url + ": {" + limits + "}}",
                Map.of("reach", printed(url, lines), "unit-proxies", "done\n"));
    }

    @ParameterizedTest
    @CsvSource({"4.999, pass ok", "5.000, pass ok", "5.001, warning slow"})
    void moreThanTheTimeIsAWarning(String seconds, String expected) {
        assertThat(said(URL, "max_time: 5s", REGISTRY + ";seconds " + seconds))
                .containsExactly(expected + " target:" + URL);
    }

    @ParameterizedTest
    @CsvSource({
        "https://r.example/v2/, '', 200;header docker-distribution-api-version, pass ok",
        "https://r.example/v2, '', 200;header docker-distribution-api-version, pass ok",
        "https://r.example/v2/, '', 200;header server, fail portal",
        "https://r.example/v2/, '', 401;header server, pass ok",
        "https://r.example/v2/, '', 403, fail status",
        "https://r.example/v2/, '', 302, fail status",
        "https://r.example/v2/, 'status: [307]', 307, pass ok",
        "https://r.example/v2/, 'status: [307]', 200;header docker-distribution-api-version, fail status",
        "https://r.example/file, '', 200, pass ok",
        "https://r.example/file, '', 401, fail status",
        "https://r.example/file, 'header: ETag', 200;header etag, pass ok",
        "https://r.example/file, 'header: ETag', 200;header server, fail portal",
        "https://r.example/file, 'proxy: required', 200, fail proxy-needed",
        "https://r.example/file, 'proxy: required', 200;proxy, pass ok",
        "https://r.example/file, 'issuer: Trust', 200;issuer O=Example Trust, pass ok",
        "https://r.example/file, 'issuer: Trust', 200;issuer O=Acme, fail intercepted",
        "https://r.example/file, 'issuer: Trust', 200, unknown no-tool",
        "http://r.example/file, 'issuer: Trust', 200, pass ok",
    })
    void whatAnswersIsComparedWithWhatIsRequired(String url, String limits, String answer, String expected) {
        assertThat(said(url, limits, "status 0;code " + answer)).containsExactly(expected + " target:" + url);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, Could not resolve host: r.example, fail not-resolved",
        "7, 0, Failed to connect, fail refused",
        "28, 0, Connection timed out after 8001 milliseconds, fail timeout",
        "143, 0, '', fail timeout",
        "5, 0, Could not resolve proxy: p, fail proxy-refused",
        "56, 403, CONNECT tunnel failed response 403, fail proxy-refused",
        "56, 0, Recv failure: Connection reset by peer, fail refused",
        "60, 0, SSL certificate problem: unable to get local issuer certificate, fail untrusted",
        "35, 0, error:0A00010B:SSL routines::wrong version number, fail no-tls",
        "35, 0, gnutls_handshake() failed: An unexpected TLS packet was received., fail no-tls",
        "35, 0, 'error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure', fail no-tls",
        "35, 0, 'error:14094412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate', fail untrusted",
        "35, 0, OpenSSL SSL_connect: Connection reset by peer in connection to r.example:443, fail refused",
        "35, 0, OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to r.example:443, fail refused",
        "56, 0, Too large response headers: 307257 > 307200, unknown malformed",
        "60, 0, SSL certificate problem: certificate has expired, fail clock",
        "48, 0, An unknown option was passed in, unknown malformed",
        "127, 0, '', unknown malformed",
    })
    void aCallThatFailsSaysWhy(String status, String connect, String error, String expected) {
        assertThat(said(URL, "", "status " + status + ";code 0;connect " + connect + ";error " + error))
                .containsExactly(expected + " target:" + URL);
    }

    @Test
    void aCertificateThatHasEndedByAnotherClockTooIsNoFaultOfTheHostsClock() {
        String ended = "status 60;code 0;from Nov  1 00:00:00 1968 GMT;until Nov 30 00:00:00 1969 GMT;"
                + "error SSL certificate problem: certificate has expired";
        assertThat(said(URL, "", ended)).containsExactly("fail untrusted target:" + URL);
        assertThat(said(URL, "", ended.replace("1969", "1971"))).containsExactly("fail clock target:" + URL);
    }

    @Test
    void whatWasNotAskedForIsUnknown() {
        assertThat(said(URL, "", "not-asked")).containsExactly("unknown timeout target:" + URL);
        assertThat(said(URL, "", "no-tool")).containsExactly("unknown no-tool target:" + URL);
        assertThat(said(URL, "ca: /etc/ca.pem", "no-authorities"))
                .containsExactly("unknown not-readable target:" + URL);
        assertThat(Judged.said(CHECK, "require: {" + URL + ": {}}", Map.of("reach", "done\n")))
                .containsExactly("unknown not-collected target:" + URL);
        assertThatThrownBy(() -> said(URL, "", "code 0")).hasMessageContaining("status of");
    }

    @ParameterizedTest
    @CsvSource({
        "wget: unable to resolve host address 'r.example', NOT_RESOLVED",
        "failed: Temporary failure in name resolution., NOT_RESOLVED",
        "failed: Connection refused., REFUSED",
        "failed: No route to host., REFUSED",
        "failed: Connection timed out., TIMEOUT",
        "ERROR: cannot verify r.example's certificate; Unable to locally verify, UNTRUSTED",
        "cannot verify r.example's certificate; Issued certificate has expired., NOT_VALID_NOW",
        "[Errno 111] Connection refused, REFUSED",
        "[Errno -2] Name or service not known, NOT_RESOLVED",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate, UNTRUSTED",
        "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006), NO_TLS",
        "GnuTLS: An unexpected TLS packet was received.; Unable to establish SSL connection., NO_TLS",
        "Unable to establish SSL connection., NO_TLS",
        "EOF occurred in violation of protocol (_ssl.c:1007), REFUSED",
        "timed out, TIMEOUT",
        "nc: bad address 'x', NOT_RESOLVED",
        "Proxy tunneling failed: Forbidden, PROXY_REFUSED",
        "something else, UNCLEAR",
    })
    void theWordsOfOtherToolsAreRead(String error, String expected) {
        String printed = "target " + URL + "\n by wget\n status 4\n error " + error + "\ndone\n";
        assertThat(got(Printed.reading(Reach.FACT.request(), printed))
                        .targets()
                        .get(URL)
                        .answer())
                .isEqualTo(Answer.valueOf(expected));
    }

    private static List<String> in(Map<Context, String> printed, String yaml, String units) {
        ReachableCheck.Params params = Judged.params(CHECK, yaml);
        Map<String, Reading<?>> readings = new HashMap<>();
        CHECK.needs(params).all().forEach(request -> {
            String text = request.fact().id().equals("reach") ? printed.get(request.context()) : units;
            readings.put(request.key(), Printed.reading(request, text));
        });
        HostFacts facts = new HostFacts(new HostInfo("h", "", List.of()), Instant.EPOCH, readings);
        return CHECK.judge(facts, params).stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + shown(j, "state") + shown(j, "elsewhere")
                        + shown(j, "places"))
                .toList();
    }

    private static String shown(Judgement judgement, String name) {
        return String.valueOf(judgement.args().get(name)).replaceAll("(Items|Text)\\[values?=|]|null", "");
    }

    @Test
    void eachContextGoesItsOwnWay() {
        String yaml = "require: {" + URL + ": {contexts: [exec, sudo]}}";
        String byProxy = "proxy https_proxy http://p:1\n" + printed(URL, REGISTRY + ";connect 200;proxy");
        String direct = printed(URL, REGISTRY);
        String dead = printed(URL, "status 28;code 0;error Connection timed out");
        assertThat(in(Map.of(Context.EXEC, direct, Context.SUDO, direct), yaml, "done\n"))
                .singleElement()
                .asString()
                .startsWith("pass ok");
        assertThat(in(Map.of(Context.EXEC, byProxy, Context.SUDO, direct), yaml, "done\n"))
                .containsExactly("warning contexts-differ [exec: HTTP 200, -> http://p:1, sudo: HTTP 200");
        assertThat(in(Map.of(Context.EXEC, byProxy, Context.SUDO, dead), yaml, "done\n"))
                .containsExactly("fail proxy-needed [sudo: Connection timed out" + "http://p:1");
        assertThat(in(Map.of(Context.EXEC, dead, Context.SUDO, dead), yaml, "done\n"))
                .containsExactly("fail timeout [exec: Connection timed out, sudo: Connection timed out");
        assertThat(in(
                        Map.of(Context.EXEC, dead, Context.SUDO, dead),
                        yaml.replace("contexts", "proxy: none, contexts"),
                        "unit docker.service\n HTTPS_PROXY http://p:1\ndone\n"))
                .as("which is not to go by a proxy")
                .singleElement()
                .asString()
                .startsWith("fail timeout");
    }

    @Test
    void whatMustNotGoToAProxyIsLookedUpWhereThereIsOne() {
        String yaml = "no_proxy_needs: [10.96.0.0/12, .svc]";
        Map<Context, String> none = Map.of(Context.EXEC, "done\n");
        assertThat(in(none, yaml, "done\n")).containsExactly("pass ok [", "pass ok [");
        String unit = "unit docker.service\n HTTPS_PROXY http://p:1\n NO_PROXY localhost,.svc\ndone\n";
        assertThat(in(none, yaml, unit))
                .containsExactly("warning no-proxy-gap [docker.service: localhost,.svc", "pass ok [docker.service");
        assertThat(in(none, yaml, "unit docker.service\n unreadable /etc/sysconfig/docker\ndone\n"))
                .allMatch(line -> line.startsWith("unknown not-readable"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "10.96.0.0/12, '10.0.0.0/8', true",
        "10.96.0.0/12, '10.96.0.0/12', true",
        "10.96.0.0/12, '10.96.0.0/13', false",
        "10.96.0.0/12, 'localhost,10.0.0.0/16', false",
        "10.96.0.0/12, '*', true",
        "10.96.0.0/12, '10.96.', false",
        "10.0.0.5, '10.0.0.5', true",
        "10.0.0.5, '10.0.0.5:443', false",
        "10.0.0.5, '10.0.0.50', false",
        "fd00::/108, 'fd00::/64', true",
        ".svc, 'a,.svc', true",
        ".svc, 'svc', true",
        ".svc, '.cluster.local', false",
        ".cluster.local, '.LOCAL', true",
        "db.example.com, example.com, true",
        "db.example.com, '.example.com', true",
        "example.com, '.example.com', false",
        "db.example.com, '*.example.com', true",
        "example.com, 'ple.com', false",
        "example.com, 'example.com:443', false",
        "example.com, '', false",
    })
    void theListIsReadAsGoProgramsReadIt(String need, String list, boolean covered) {
        assertThat(NoProxy.of(list).covers(need)).isEqualTo(covered);
    }

    @Test
    void curlReadsTheVariableOfHttpInSmallLettersOnly() {
        Proxies proxies = Proxies.of(Map.of("HTTP_PROXY", "http://a:1", "HTTPS_PROXY", "http://b:1"));
        assertThat(proxies.of("http://x/")).isEmpty();
        assertThat(proxies.of("https://x/")).contains("http://b:1");
        assertThat(proxies.any()).isTrue();
        assertThat(Proxies.of(Map.of("no_proxy", "x", "https_proxy", "")).any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:pw@r.example/",
                "https://r.example/a b",
                "https://r.example/$(x)\"",
                "https://-o/",
                "ftp://r.example/",
                "tcp://r.example",
                "tcp://r.example:0",
                "tcp://r.example:65536",
                "https://r.example:70000/",
                "file:///etc/passwd",
                ""
            })
    void whatIsNotAskedForIsRefused(String text) {
        assertThat(Shape.ENDPOINT.fits(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.example/v2/",
                "http://10.0.0.9",
                "https://[fd00::1]:5000/v2/",
                "tcp://10.0.0.9:6443",
                "tcp://[fd00::1]:1",
                "https://r.example/a?b=c@d"
            })
    void addressesByHttpAndPortsAreAskedFor(String text) {
        assertThat(Shape.ENDPOINT.fits(text)).isTrue();
    }

    @Test
    void otherContextsAndLongerTimesAreRefused() {
        assertThatThrownBy(() -> said(URL, "contexts: [cron]", "")).hasMessageContaining("contexts: it is asked");
        assertThatThrownBy(() -> said(URL, "max_time: 11s", "")).hasMessageContaining("10s");
    }

    private static <T> T got(Reading<T> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeOfUnitsReadsProxiesAndNoPasswords(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        Tree.put(
                root,
                "usr/bin/systemctl",
                "#!/bin/sh\ncase $* in *'-- docker.service containerd.service crio.service kubelet.service') cat <<'X'\n"
                        + "LoadState=loaded\n"
                        + "Environment=A=secret1 HTTP_PROXY=http://user:secret2@p:1 \"NO_PROXY=localhost,10.0.0.0/8\" B=no_proxy\n"
                        + "EnvironmentFiles=/etc/sysconfig/docker (ignore_errors=yes)\n\n"
                        + "LoadState=not-found\nEnvironment=HTTP_PROXY=x:1\n\nLoadState=not-found\n\n"
                        + "Environment=HTTP_PROXY=w:1\nLoadState=loaded\nX\n;; esac\n");
        Files.setPosixFilePermissions(root.resolve("usr/bin/systemctl"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Tree.put(
                root,
                "etc/sysconfig/docker",
                "# HTTPS_PROXY=http://no:1\nexport HTTPS_PROXY=\"http://u:secret3@q:1\"\nTOKEN=secret4\nall_proxy='z:1'\n");
        FactRequest<UnitProxies> request = UnitProxies.FACT.in(Context.EXEC);
        ScriptRun.Answer answer =
                ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        UnitProxies read = got(answer.reading(request));
        assertThat(read.units()).containsOnlyKeys("docker.service", "kubelet.service");
        assertThat(read.units().get("kubelet.service").variables()).isEqualTo(Map.of("HTTP_PROXY", "w:1"));
        assertThat(read.units().get("docker.service").variables())
                .isEqualTo(Map.of(
                        "HTTP_PROXY", "http://***@p:1",
                        "NO_PROXY", "localhost,10.0.0.0/8",
                        "HTTPS_PROXY", "http://***@q:1",
                        "all_proxy", "z:1"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeOfUnitsReadsTheFilesOfOpenRc(Shell shell) throws IOException {
        Tree.put(root, "etc/init.d/docker", "#!/sbin/openrc-run\n");
        Tree.put(root, "etc/conf.d/docker", "export http_proxy=\"http://p:1\"\n");
        FactRequest<UnitProxies> request = UnitProxies.FACT.in(Context.EXEC);
        assertThat(got(ScriptRun.under(shell)
                                .with("PROBE_ROOT", root.toString())
                                .run(request)
                                .reading(request))
                        .units()
                        .get("docker")
                        .variables())
                .isEqualTo(Map.of("http_proxy", "http://p:1"));
    }
}
