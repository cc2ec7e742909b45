package dev.preflight.checks.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.checks.reach.Reach.Answer;
import dev.preflight.checks.reach.Reach.Target;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.Commands;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe against servers on this machine, one of them with an authority of its own, by each tool. */
class ReachProbeTest {
    private static final String PASSWORD = "changeit";

    /** What the probe runs beside the tool that asks. */
    private static final List<String> NEEDED = List.of("awk", "grep", "head", "sleep", "env", "cat", "sed");

    @TempDir
    static Path folder;

    private static HttpServer http;
    private static HttpServer https;
    private static HttpServer late;
    private static final List<String> ASKED = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void serve() throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https = secure("good", List.of("-validity", "30"));
        late = secure("late", List.of("-startdate", "-400d", "-validity", "30"));
        for (HttpServer server : List.of(http, https, late)) {
            server.createContext("/", ReachProbeTest::answer);
            server.start();
        }
    }

    @AfterAll
    static void end() {
        List.of(http, https, late).forEach(server -> server.stop(0));
    }

    @BeforeEach
    void nothingAskedYet() {
        ASKED.clear();
    }

    /** A server with a certificate of this name, which is its own authority. */
    private static HttpServer secure(String name, List<String> valid) throws Exception {
        Path store = folder.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> make = new ArrayList<>(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=" + name + ",O=Preflight Test",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-ext",
                "BC=ca:true"));
        make.addAll(valid);
        Commands.run("", make.toArray(String[]::new));
        String pem = Commands.run(
                "",
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Files.writeString(folder.resolve(name + ".pem"), pem);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        ASKED.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().containsKey("Authorization"));
        exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (path.endsWith("/moved")) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        int status = path.endsWith("/moved")
                ? 302
                : path.endsWith("/get-only") && head
                        ? 405
                        : path.endsWith("/who") ? 407 : path.endsWith("/v2/") ? 401 : 200;
        byte[] body = head ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String at(HttpServer server, String path) {
        String scheme = server == http ? "http" : "https";
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** Under every shell by curl, which nearly every host has; how the others are called does not depend on the shell. */
    static Stream<Arguments> toolsAndShells() {
        return Stream.concat(
                Shells.all().map(shell -> Arguments.of("curl", shell)),
                Stream.of("wget", "python3")
                        .flatMap(tool -> Shells.all().limit(1).map(shell -> Arguments.of(tool, shell))));
    }

    /** A PATH with this tool and what the probe itself needs. */
    private static Path only(String... tools) throws IOException {
        Path bin = Files.createTempDirectory(folder, "bin");
        for (String tool : Stream.concat(NEEDED.stream(), Stream.of(tools)).toList()) {
            Path file = Stream.of("/usr/bin/", "/bin/", "/usr/local/bin/")
                    .map(at -> Path.of(at + tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
            assumeThat(file).as(tool).isNotNull();
            Path call = Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + file + " \"$@\"\n");
            Files.setPosixFilePermissions(call, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin;
    }

    private static Reach ask(Shell shell, Map<String, String> environment, String... arguments) {
        FactRequest<Reach> request = Reach.FACT.in(Context.EXEC).withArguments(List.of(arguments));
        ScriptRun run = ScriptRun.under(shell);
        Map<String, String> all = new TreeMap<>(Map.of("http_proxy", "", "https_proxy", "", "no_proxy", ""));
        all.putAll(environment);
        all.forEach(run::with);
        return run.run(request).reading(request).fold(reach -> reach, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    private static Target one(Shell shell, Map<String, String> environment, String url, String proxy, String ca) {
        Reach reach = ask(shell, environment, url, proxy, ca);
        return reach.targets().get(url);
    }

    private static Map<String, String> with(String... tools) throws IOException {
        return Map.of("PATH", only(tools).toString());
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void aServerWithAnAuthorityOfItsOwnIsTrustedByThatOnly(String tool, Shell shell) throws IOException {
        Map<String, String> env = with(tool);
        Target trusted = one(
                shell,
                env,
                at(https, "/v2/"),
                "auto",
                folder.resolve("good.pem").toString());
        assertThat(trusted.answer()).as(trusted.toString()).isEqualTo(Answer.GIVEN);
        assertThat(trusted.status()).isEqualTo(401);
        assertThat(trusted.headers()).contains("docker-distribution-api-version", "content-type");
        assertThat(trusted.type()).isEqualTo("application/json");
        assertThat(trusted.byProxy()).isFalse();
        assertThat(ASKED).as("no password was sent").allMatch(line -> line.endsWith(" false"));
        Target other = one(shell, env, at(https, "/v2/"), "auto", "");
        assertThat(other.answer()).as(other.toString()).isEqualTo(Answer.UNTRUSTED);
        Target wrong = one(
                shell, env, at(https, "/"), "auto", folder.resolve("late.pem").toString());
        assertThat(wrong.answer()).as(wrong.toString()).isEqualTo(Answer.UNTRUSTED);
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void aCertificateThatHasEndedIsToldFromOneThatIsNotTrusted(String tool, Shell shell) throws IOException {
        Target late = one(
                shell,
                with(tool),
                at(ReachProbeTest.late, "/"),
                "auto",
                folder.resolve("late.pem").toString());
        assertThat(late.answer()).as(late.toString()).isEqualTo(Answer.NOT_VALID_NOW);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void curlShowsWhoIssuedACertificateWhetherItIsTrustedOrNot(Shell shell) throws IOException {
        for (String ca : List.of("", folder.resolve("good.pem").toString())) {
            Target target = one(shell, with("curl"), at(https, "/"), "auto", ca);
            assertThat(target.certificate().issuer()).contains("Preflight Test");
            assertThat(target.certificate().validAt(Instant.now())).isTrue();
        }
        Target ended = one(
                shell,
                with("curl"),
                at(late, "/"),
                "auto",
                folder.resolve("late.pem").toString());
        assertThat(ended.certificate().invalidAt(Instant.now())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void aRedirectIsNotFollowedAndAServerThatRefusesHeadIsAskedByGet(String tool, Shell shell) throws IOException {
        Target moved = one(shell, with(tool), at(http, "/moved"), "auto", "");
        assertThat(moved.status()).as(moved.toString()).isEqualTo(302);
        assertThat(ASKED).noneMatch(line -> line.contains("elsewhere"));
        Target get = one(shell, with(tool), at(http, "/get-only"), "auto", "");
        assertThat(get.status()).as(get.toString()).isEqualTo(200);
        assertThat(ASKED).contains("HEAD /get-only false", "GET /get-only false");
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void theVariablesOfALoginCountUnlessARowSaysNone(String tool, Shell shell) throws IOException {
        Map<String, String> env = new TreeMap<>(with(tool));
        env.put("http_proxy", at(http, "").replace("://", "://user:secret@"));
        String url = "http://127.0.0.2:1/through";
        Reach reach = ask(shell, env, url, "auto", "");
        assertThat(reach.targets().get(url).status()).as(reach.toString()).isEqualTo(200);
        assertThat(reach.targets().get(url).byProxy()).as(reach.toString()).isTrue();
        assertThat(reach.proxies().of(url).orElseThrow()).isEqualTo(at(http, "").replace("://", "://***@"));
        assertThat(reach.toString()).doesNotContain("secret");
        Target direct = one(shell, env, at(http, "/direct"), "none", "");
        assertThat(direct.byProxy()).as(direct.toString()).isFalse();
        assertThat(one(shell, env, "http://127.0.0.2:1/who", "auto", "").answer())
                .isEqualTo(Answer.PROXY_REFUSED);
        env.put("no_proxy", "127.0.0.1,127.0.0.2");
        assertThat(one(shell, env, at(http, "/direct"), "auto", "").byProxy()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void aTargetThatCannotBeReachedSaysWhy(String tool, Shell shell) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Target refused = one(shell, with(tool), "http://127.0.0.1:" + free + "/", "auto", "");
        assertThat(refused.answer()).as(refused.toString()).isEqualTo(Answer.REFUSED);
        Target nowhere = one(shell, with(tool), "http://no-such-host.invalid/", "auto", "");
        assertThat(nowhere.answer()).as(nowhere.toString()).isEqualTo(Answer.NOT_RESOLVED);
        Target noFile = one(shell, with(tool), at(https, "/"), "auto", "/no/such/file");
        assertThat(noFile.answer()).isEqualTo(Answer.NO_AUTHORITIES);
    }

    @ParameterizedTest
    @MethodSource("toolsAndShells")
    void aPortOfPlainHttpSpeaksNoTls(String tool, Shell shell) throws IOException {
        String url = at(http, "/").replace("http:", "https:");
        Target plain = one(shell, with(tool), url, "auto", "");
        assertThat(plain.answer()).as(plain.toString()).isEqualTo(Answer.NO_TLS);
    }

    /** Its own limits are asked of it, and what does not keep them ends with its probe, as here after less time. */
    @ParameterizedTest
    @MethodSource("shells")
    void aCurlThatNeverEndsEndsWithItsProbe(Shell shell) throws IOException {
        Path bin = only();
        Path curl = Files.writeString(bin.resolve("curl"), "#!/bin/sh\ntrap '' TERM\nexec sleep 100000\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
        FactRequest<Reach> request = Fact.named("reach", Reach.class)
                .sharing(SharedShell.class, "timed")
                .limit(Duration.ofSeconds(1))
                .slow()
                .parsedBy(ReachText::parse)
                .in(Context.EXEC)
                .withArguments(List.of("http://127.0.0.1:1/", "auto", ""));
        assertThat(ScriptRun.under(shell)
                        .with("PATH", bin.toString())
                        .run(request)
                        .reading(request)
                        .<String>fold(
                                Reach::toString, missing -> missing.reason().name()))
                .isEqualTo("TIMEOUT");
        assertThat(Reach.FACT.limit()).isPositive();
    }

    /** One shell, since old versions of curl listen until their time is over. */
    static Stream<Arguments> tools() {
        Shell shell = Shells.all().findFirst().orElseThrow();
        return Stream.of("curl", "wget", "python3").map(tool -> Arguments.of(tool, shell));
    }

    /** Its status comes first, and then a header after the other, for as long as a client listens. */
    @ParameterizedTest
    @MethodSource("tools")
    void aServerWhoseHeadersNeverEndHasNotAnswered(String tool, Shell shell) throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> pour(endless));
            server.setDaemon(true);
            server.start();
            Target target = one(shell, with(tool), "http://127.0.0.1:" + endless.getLocalPort() + "/", "auto", "");
            assertThat(target.answer()).as(target.toString()).isNotEqualTo(Answer.GIVEN);
            assertThat(target.status()).isZero();
            assertThat(target.headers()).hasSizeLessThan(40);
        }
    }

    private static void pour(ServerSocket from) {
        byte[] headers = "X-More: and more\r\n".repeat(500).getBytes(StandardCharsets.UTF_8);
        while (!from.isClosed()) {
            try (Socket client = from.accept()) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
                while (true) {
                    client.getOutputStream().write(headers);
                }
            } catch (IOException e) {
                // The client has had enough.
            }
        }
    }

    static Stream<Arguments> connectorsAndShells() {
        return Stream.concat(
                Shells.all().map(shell -> Arguments.of("bash", shell)),
                Stream.of("python3", "nc")
                        .flatMap(tool -> Shells.all().limit(1).map(shell -> Arguments.of(tool, shell))));
    }

    @ParameterizedTest
    @MethodSource("connectorsAndShells")
    void aPortOfTcpIsConnectedToAndNothingIsSent(String tool, Shell shell) throws IOException {
        int port = http.getAddress().getPort();
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String open = "tcp://127.0.0.1:" + port;
        String shut = "tcp://127.0.0.1:" + free;
        Reach reach = ask(shell, with(tool), open, "auto", "", shut, "auto", "");
        assertThat(reach.targets().get(open).answer()).as(reach.toString()).isEqualTo(Answer.GIVEN);
        assertThat(reach.targets().get(shut).answer()).as(reach.toString()).isEqualTo(Answer.REFUSED);
        assertThat(ASKED).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void withoutAToolNothingIsKnownAndFilesOfTheUserCountForNothing(Shell shell) throws IOException {
        assertThat(one(shell, with(), at(http, "/"), "auto", "").answer()).isEqualTo(Answer.NO_TOOL);
        Path home = Files.createTempDirectory(folder, "home");
        Files.writeString(home.resolve(".netrc"), "machine 127.0.0.1 login a password b\n");
        Files.writeString(home.resolve(".curlrc"), "user = a:b\nproxy = http://127.0.0.1:1\n");
        Files.writeString(home.resolve(".wgetrc"), "user = a\npassword = b\nauth_no_challenge = on\n");
        for (String tool : List.of("curl", "wget")) {
            Map<String, String> env = new TreeMap<>(with(tool));
            env.put("HOME", home.toString());
            assertThat(one(shell, env, at(http, "/v2/"), "auto", "").status()).isEqualTo(401);
        }
        assertThat(ASKED).isNotEmpty().allMatch(line -> line.endsWith(" false"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatIsNoUrlIsNotAskedForAndManyAreAllAnswered(Shell shell) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-o/tmp/x", "auto", "", "file:///etc/passwd", "auto", ""));
        for (int i = 0; i < 9; i++) {
            arguments.addAll(List.of(at(http, "/" + i), "auto", ""));
        }
        Reach reach = ask(shell, with("curl"), arguments.toArray(String[]::new));
        assertThat(reach.targets())
                .hasSize(9)
                .allSatisfy((url, target) -> assertThat(target.status()).isEqualTo(200));
    }
}
