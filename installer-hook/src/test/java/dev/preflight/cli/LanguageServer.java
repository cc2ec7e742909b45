package dev.preflight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.preflight.testing.Requirement;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The YAML language server of npm, spoken to as an editor does: JSON-RPC over its standard input and output (Language
 * Server Protocol 3.17). Each wait is for a message, and ends when the server does.
 */
final class LanguageServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BUILT = Path.of("target", "npm").toAbsolutePath();

    private final Process process;
    private final InputStream in;
    private final OutputStream out;
    private final ObjectNode settings;
    private int requests;
    private boolean configured;

    /** Installs it, where this build has not yet done so, and starts it with these settings of an editor. */
    LanguageServer(ObjectNode settings) throws IOException, InterruptedException {
        this.settings = settings;
        Requirement.tool("node");
        Command installed = Launcher.call(
                new ProcessBuilder(Launcher.TOP.resolve(".ci/language-server").toString()));
        Requirement.that(
                installed.exit() == 0, "what .ci/language-server installs by npm; it says: " + installed.err());
        Path program = BUILT.resolve("node_modules/yaml-language-server/bin/yaml-language-server");
        process = new ProcessBuilder("node", program.toString(), "--stdio")
                .redirectError(BUILT.resolve("stderr.txt").toFile())
                .start();
        in = new BufferedInputStream(process.getInputStream());
        out = process.getOutputStream();
        begin();
    }

    /** What the server has to say of a text; each needs a name of its own. */
    List<Said> problems(Path file, String text) throws IOException {
        open(file, text);
        JsonNode published = await(message -> message.path("method").asText().equals("textDocument/publishDiagnostics")
                && message.path("params").path("uri").asText().equals(uri(file)));
        List<Said> all = new ArrayList<>();
        for (JsonNode one : published.path("params").path("diagnostics")) {
            all.add(new Said(
                    Spot.of(one.path("range").path("start")),
                    Spot.of(one.path("range").path("end")),
                    one.path("message").asText()));
        }
        return all;
    }

    /** The words that the server offers at this place of a text. */
    List<String> offered(Path file, String text, Spot spot) throws IOException {
        open(file, text);
        ObjectNode params = document(file);
        params.putObject("position").put("line", spot.line() - 1).put("character", spot.column() - 1);
        JsonNode result = request("textDocument/completion", params);
        List<String> all = new ArrayList<>();
        (result.isArray() ? result : result.path("items"))
                .forEach(item -> all.add(item.path("label").asText()));
        return all;
    }

    /** What the server explains at this place of a text that it has been shown. */
    String explained(Path file, Spot spot) throws IOException {
        ObjectNode params = document(file);
        params.putObject("position").put("line", spot.line() - 1).put("character", spot.column() - 1);
        return request("textDocument/hover", params)
                .path("contents")
                .path("value")
                .asText();
    }

    @Override
    public void close() throws IOException {
        // An end of its input ends it, and it is no failure of a test how.
        process.destroyForcibly();
        in.close();
        out.close();
    }

    private void begin() throws IOException {
        ObjectNode params = JSON.createObjectNode();
        params.put("processId", ProcessHandle.current().pid());
        params.putNull("rootUri");
        ObjectNode able = params.putObject("capabilities");
        able.putObject("workspace").put("configuration", true);
        able.putObject("textDocument")
                .putObject("hover")
                .putArray("contentFormat")
                .add("markdown");
        request("initialize", params);
        send("initialized", JSON.createObjectNode());
        // It asks for its settings then, and what follows our answer is read after it.
        while (!configured) {
            answer(read());
        }
    }

    private void open(Path file, String text) throws IOException {
        ObjectNode params = document(file);
        ((ObjectNode) params.path("textDocument"))
                .put("languageId", "yaml")
                .put("version", 1)
                .put("text", text);
        send("textDocument/didOpen", params);
    }

    private static ObjectNode document(Path file) {
        ObjectNode params = JSON.createObjectNode();
        params.putObject("textDocument").put("uri", uri(file));
        return params;
    }

    private static String uri(Path file) {
        return file.toUri().toString();
    }

    private JsonNode request(String method, ObjectNode params) throws IOException {
        int id = ++requests;
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        write(message);
        JsonNode answer = await(one -> one.path("id").asInt(-1) == id && !one.has("method"));
        if (!answer.has("result")) {
            throw new AssertionError(method + ": " + answer);
        }
        return answer.get("result");
    }

    private void send(String method, ObjectNode params) throws IOException {
        ObjectNode message = JSON.createObjectNode().put("method", method);
        message.set("params", params);
        write(message);
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        while (true) {
            JsonNode message = read();
            if (wanted.test(message)) {
                return message;
            }
            answer(message);
        }
    }

    /** The server asks the editor, too: for settings, and to hear of changes. */
    private void answer(JsonNode message) throws IOException {
        if (!message.has("id") || !message.has("method")) {
            return;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("id", message.get("id"));
        if (message.path("method").asText().equals("workspace/configuration")) {
            ArrayNode sections = answer.putArray("result");
            for (JsonNode item : message.path("params").path("items")) {
                boolean ours = item.path("section").asText().equals("yaml");
                configured |= ours;
                sections.add(ours ? settings : JSON.nullNode());
            }
        } else {
            answer.putNull("result");
        }
        write(answer);
    }

    private void write(ObjectNode message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message.put("jsonrpc", "2.0"));
        out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    /** One message: header lines, an empty line, and as many bytes of JSON as a header says. */
    private JsonNode read() throws IOException {
        int length = 0;
        String header = line();
        while (!header.isEmpty()) {
            if (header.startsWith("Content-Length: ")) {
                length = Integer.parseInt(header.substring("Content-Length: ".length()));
            }
            header = line();
        }
        return JSON.readTree(in.readNBytes(length));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server ended: " + Files.readString(BUILT.resolve("stderr.txt")));
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A place in a text; both numbers begin with 1, as in what lint says. */
    record Spot(int line, int column) {
        private static Spot of(JsonNode position) {
            return new Spot(
                    position.path("line").asInt() + 1,
                    position.path("character").asInt() + 1);
        }
    }

    /** Something wrong, from one place to another. */
    record Said(Spot start, Spot end, String message) {}
}
