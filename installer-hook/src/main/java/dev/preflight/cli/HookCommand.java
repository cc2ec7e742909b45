package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedRun;
import dev.preflight.app.RequestReader;
import dev.preflight.app.RunResult;
import dev.preflight.json.JsonOut;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.JsonReport;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
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
            answer(result.json());
            return result.report().exit().number();
        } catch (ProblemsException e) {
            answer(notRun(ExitCode.NOT_RUN, e.problems()));
            return Diagnostics.problems(io, e.problems());
        } catch (RuntimeException | Error e) {
            answer(notRun(
                    ExitCode.INTERNAL_ERROR, List.of(new Problem(Place.of("preflight"), "internal error: " + e, ""))));
            return Diagnostics.internal(io, e);
        }
    }

    private void answer(String json) {
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

    private static String notRun(ExitCode exit, List<Problem> problems) {
        return JsonOut.object(answer -> answer.field("schemaVersion", JsonReport.SCHEMA_VERSION)
                .field("verdict", "not-run")
                .field("exitCode", exit.number())
                .array(
                        "problems",
                        items -> problems.forEach(problem -> items.object(
                                o -> o.field("place", problem.place().toString())
                                        .field("message", problem.message())
                                        .field("hint", problem.hint().isEmpty() ? null : problem.hint())))));
    }
}
