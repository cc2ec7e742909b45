package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedRun;
import dev.preflight.app.RequestReader;
import dev.preflight.app.RunResult;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.TextPage;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The hook for installers that are not written in Java: reads a request in JSON, and writes the verdict in JSON. */
@Command(
        name = "hook",
        description = {
            "Read a request in JSON from standard input, look at its hosts, and write the verdict in JSON to standard output.",
            "Standard error has the same as a page for people.",
            "Schemas: hook-request-1.schema.json and hook-answer-2.schema.json, in the jar under dev/preflight/schema."
        },
        sortOptions = false)
final class HookCommand implements Callable<Integer> {
    private static final String SOURCE = "request";

    /** The largest request in bytes: four times one of ten thousand hosts with all their fields. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private final Io io;

    HookCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try {
            PreparedRun run = Preflight.load().prepare(RequestReader.read(SOURCE, text()));
            Diagnostics.warnings(io, run.warnings());
            RunResult result = ProgressListener.run(run, io);
            print(result.json());
            tell(result);
            return result.report().exit().number();
        } catch (ProblemsException e) {
            refuse(ExitCode.NOT_RUN, e.problems());
            return Diagnostics.problems(io, e.problems());
        } catch (RuntimeException | Error e) {
            refuse(ExitCode.INTERNAL_ERROR, List.of(new Problem(Place.of("preflight"), "internal error: " + e, "")));
            return Diagnostics.internal(io, e);
        }
    }

    /** The page for the people at the installer: its own log has the reason then, and what to do. */
    private void tell(RunResult result) {
        TextPage page = new TextPage(result.texts(), io.errWidth(), false);
        try {
            ReportFile.encode(out -> page.write(result.report(), out), io.err());
        } catch (IOException e) {
            throw new UncheckedIOException("a print stream throws nothing", e);
        }
    }

    /** Answers that nothing was run; a signal in the same moment must not answer as well. */
    private void refuse(ExitCode exit, List<Problem> problems) {
        io.interruption().cancels(() -> {});
        print(HookRefusal.of(exit, problems));
    }

    private void print(String json) {
        io.out().print(json);
        io.out().flush();
    }

    private String text() throws ProblemsException {
        if (io.inIsTerminal()) {
            throw new ProblemsException(
                    Place.of(SOURCE),
                    "standard input is a terminal, expected a request in JSON",
                    "preflight hook <request.json");
        }
        try {
            byte[] bytes = io.in().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ProblemsException(Place.of(SOURCE), "the request is larger than 16 MiB", "");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemsException(Place.of(SOURCE), "not text: it is not UTF-8", "");
        } catch (IOException e) {
            throw new ProblemsException(Place.of(SOURCE), "cannot be read: " + e.getMessage(), "");
        }
    }
}
