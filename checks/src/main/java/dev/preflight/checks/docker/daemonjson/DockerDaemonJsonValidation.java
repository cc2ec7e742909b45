package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code dockerd --validate} says of the configuration file. That it was not asked (no dockerd, one before 23.0,
 * no file to read) is a value.
 *
 * @param path which file was tried; empty if none was
 * @param status its exit status; present exactly if a file was tried
 * @param message what it printed, untrusted, one line
 */
public record DockerDaemonJsonValidation(Optional<String> path, OptionalInt status, String message) {

    /** Read in a clean environment. */
    public static final Fact<DockerDaemonJsonValidation> FACT = Fact.named(
                    "docker-daemon-json-validate", DockerDaemonJsonValidation.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .parsedBy(DockerDaemonJsonValidation::parse);

    /** Whether dockerd was asked about this file. */
    public boolean tried(String file) {
        return path.isPresent() && path.get().equals(file);
    }

    /** Whether it was asked and found nothing. */
    public boolean accepted() {
        return status.isPresent() && status.getAsInt() == 0;
    }

    /** Whether it was asked and refused. */
    public boolean refused() {
        return status.isPresent() && status.getAsInt() != 0;
    }

    static Reading<DockerDaemonJsonValidation> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Optional<Reading<DockerDaemonJsonValidation>> unsure = text.unsure();
        if (unsure.isPresent()) {
            return unsure.get();
        }
        if (text.first("none").isPresent()) {
            return Reading.got(new DockerDaemonJsonValidation(Optional.empty(), OptionalInt.empty(), ""));
        }
        HeadedText.Part checked =
                text.first("checked").orElseThrow(() -> new FactFormatException("expected which file was checked"));
        String status = text.parts().get(text.parts().size() - 1).name();
        if (!status.matches("rc=\\d{1,3}")) {
            throw new FactFormatException("expected the exit status, found: " + status);
        }
        return Reading.got(new DockerDaemonJsonValidation(
                Optional.of(checked.argument()),
                OptionalInt.of(Integer.parseInt(status.substring(3))),
                checked.text().replace('\n', ' ')));
    }
}
