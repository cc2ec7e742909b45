package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How dockerd is installed and started. That it is not installed is a value.
 *
 * @param binary path of dockerd; empty if there is none
 * @param banner what {@code dockerd --version} printed, untrusted
 * @param commandLine how the running daemon was started, its arguments with spaces between; empty if none is seen
 * @param units what {@code docker.service} and its drop-ins say of the command and its environment by path, those that count first
 * @param options the variables that the option files of distributions set for it by path
 * @param unreadable units and option files that could not be read
 */
public record DockerDaemon(
        Optional<String> binary,
        String banner,
        Optional<String> commandLine,
        Map<String, String> units,
        Map<String, String> options,
        List<String> unreadable) {

    /** Read in a clean environment. Before format 2 the answer had no end. */
    public static final Fact<DockerDaemon> FACT = Fact.named("docker-daemon", DockerDaemon.class)
            .sharing(SharedShell.class, "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .cap(320 * 1024)
            .format(2)
            .parsedBy(DockerDaemon::parse, Map.of(1, DockerDaemon::parseEndless));

    public DockerDaemon {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        unreadable = List.copyOf(unreadable);
    }

    /** Whether there is a dockerd on the host, running or not. */
    public boolean installed() {
        return binary.isPresent() || commandLine.isPresent();
    }

    /** Its version; empty if it is not installed or did not tell. */
    public Optional<DockerVersion> version() {
        return banner.lines()
                .map(DockerVersion::ofBanner)
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Reading<DockerDaemon> parse(ProbeOutput output) throws FactFormatException {
        return parse(HeadedText.parseEnded(output));
    }

    private static Reading<DockerDaemon> parseEndless(ProbeOutput output) throws FactFormatException {
        return parse(HeadedText.parseWhole(output));
    }

    private static Reading<DockerDaemon> parse(HeadedText text) throws FactFormatException {
        Optional<Reading<DockerDaemon>> unsure = text.unsure();
        if (unsure.isPresent()) {
            return unsure.get();
        }
        List<String> unreadable = new ArrayList<>();
        for (HeadedText.Part part : text.parts()) {
            switch (part.name()) {
                case "unreadable" -> unreadable.add(part.argument());
                case "running", "binary", "version", "unit", "options" -> {}
                default -> throw new FactFormatException("unexpected heading: " + part.name());
            }
        }
        return Reading.got(new DockerDaemon(
                text.argument("binary"),
                text.first("version").map(HeadedText.Part::text).orElse(""),
                text.first("running").map(HeadedText.Part::text),
                byPath(text.all("unit")),
                byPath(text.all("options")),
                unreadable));
    }

    private static Map<String, String> byPath(List<HeadedText.Part> parts) {
        Map<String, String> texts = new LinkedHashMap<>();
        parts.forEach(part -> texts.putIfAbsent(part.argument(), part.text()));
        return texts;
    }
}
