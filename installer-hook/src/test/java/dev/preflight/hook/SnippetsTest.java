package dev.preflight.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Node;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of the pages compiles with the public types of this package alone. */
class SnippetsTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    /** A source text. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String text) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static String location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private String errors(String snippet) throws URISyntaxException {
        String source = "import dev.preflight.hook.*;\nimport java.nio.file.Path;\n"
                + "class Snippet {\nvoid run() throws Exception {\n"
                + snippet + "}\n}\n";
        StringWriter out = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                folder.toString(),
                "-classpath",
                location(HookRequest.class) + File.pathSeparator + location(Node.class));
        boolean good = compiler.getTask(out, null, null, options, null, List.of(new Source(source)))
                .call();
        return good ? "" : out + source;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/hook.md"})
    void theJavaOfThePageCompiles(String page) throws IOException, URISyntaxException {
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("..").resolve(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            assertThat(errors(block)).isEmpty();
        }
    }
}
