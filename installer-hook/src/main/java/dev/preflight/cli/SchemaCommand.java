package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.SchemaKind;
import dev.preflight.node.ProblemsException;
import dev.preflight.verdict.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Prints a JSON Schema for editors. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of a kind of file: with it an editor completes and checks the file.",
        footer = {
            "",
            "Save it, and name it in the first line of the file:",
            "  preflight schema profile >profile.schema.json",
            "  # yaml-language-server: $schema=profile.schema.json"
        },
        sortOptions = false)
final class SchemaCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(
            paramLabel = "KIND",
            converter = OfWord.class,
            completionCandidates = Words.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private @Nullable SchemaKind kind;

    SchemaCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        io.out().print(Preflight.load().schema(kind == null ? SchemaKind.PROFILE : kind));
        io.out().flush();
        return ExitCode.PROCEED.number();
    }

    /** The kinds, as they are called. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Words() {
            super(all());
        }

        private static List<String> all() {
            return Stream.of(SchemaKind.values()).map(SchemaKind::word).toList();
        }
    }

    /** Reads the kind. */
    static final class OfWord implements ITypeConverter<SchemaKind> {
        @Override
        public SchemaKind convert(String value) {
            return Stream.of(SchemaKind.values())
                    .filter(kind -> kind.word().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + String.join(", ", Words.all()) + ", found '" + value + "'"));
        }
    }
}
