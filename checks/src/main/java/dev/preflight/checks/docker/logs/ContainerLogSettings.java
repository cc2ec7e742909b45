package dev.preflight.checks.docker.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What decides the log limits of new containers beside Docker's own configuration, and the room for logs.
 *
 * @param newer configuration file of dockerd that was changed after the running dockerd started; empty if none was
 * @param dockerDriver the log driver that the running dockerd gives to new containers; empty if it did not report it
 * @param dockerSpaceKib size of the file system of Docker's data, in KiB; empty if it could not be determined
 * @param podman whether podman is installed
 * @param podmanDriver the log driver that podman says it uses, where none is configured; empty if podman does not report it
 * @param kubelet flags of the running kubelet that concern logs and runtime; empty if none runs
 * @param files lines of configuration files by path, in the order in which they are read
 * @param unreadable configuration files that could not be read
 * @param journalSpaceKib size of the file system of the journal, in KiB; empty if it could not be determined
 */
public record ContainerLogSettings(
        Optional<String> newer,
        Optional<String> dockerDriver,
        OptionalLong dockerSpaceKib,
        boolean podman,
        Optional<String> podmanDriver,
        Optional<List<String>> kubelet,
        Map<String, List<String>> files,
        List<String> unreadable,
        OptionalLong journalSpaceKib) {

    /** Read in a clean environment. */
    public static final Fact<ContainerLogSettings> FACT = Fact.named(
                    "container-log-settings", ContainerLogSettings.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .limit(Duration.ofSeconds(15))
            .parsedBy(ContainerLogSettings::parse);

    /** A line of {@code df -P} (POSIX): device, size, used, available, percentage, mount point. */
    private static final Pattern DF = Pattern.compile(".*\\s(\\d{1,15})\\s+\\d+\\s+-?\\d+\\s+(?:\\d+%|-)\\s+/.*");

    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z_]+)\\s*[=:](.*)");

    public ContainerLogSettings {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        unreadable = List.copyOf(unreadable);
    }

    /** The value that this key has last in the files under this path, without quotes and remarks. */
    public Optional<String> last(String pathPart, String key) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().contains(pathPart))
                .flatMap(file -> file.getValue().stream())
                .map(ASSIGNMENT::matcher)
                .filter(m -> m.matches() && m.group(1).equals(key))
                .map(m -> withoutComment(m.group(2)).replaceAll("^[\"']|[\"']$", ""))
                .reduce((before, after) -> after);
    }

    /** The text before a '#' that follows a blank. */
    private static String withoutComment(String value) {
        for (int at = value.indexOf('#'); at >= 0; at = value.indexOf('#', at + 1)) {
            if (at > 0 && Character.isWhitespace(value.charAt(at - 1))) {
                return value.substring(0, at).strip();
            }
        }
        return value.strip();
    }

    static Reading<ContainerLogSettings> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        Optional<Reading<ContainerLogSettings>> unsure = text.unsure();
        if (unsure.isPresent()) {
            return unsure.get();
        }
        Map<String, List<String>> files = new LinkedHashMap<>();
        List<String> unreadable = new ArrayList<>();
        for (HeadedText.Part part : text.parts()) {
            switch (part.name()) {
                case "file" -> files.putIfAbsent(part.argument(), List.copyOf(part.lines()));
                case "unreadable" -> unreadable.add(part.argument());
                case "newer", "docker-info", "space", "podman", "kubelet" -> {}
                default -> throw new FactFormatException("unexpected heading: " + part.name());
            }
        }
        List<HeadedText.Part> spaces = text.all("space");
        if (spaces.size() != 2) {
            throw new FactFormatException("expected the space for logs of containers and of the journal");
        }
        Optional<HeadedText.Part> podman = text.first("podman");
        return Reading.got(new ContainerLogSettings(
                text.argument("newer"),
                text.argument("docker-info"),
                sizeKib(spaces.get(0)),
                podman.isPresent(),
                podman.map(HeadedText.Part::text).filter(driver -> driver.matches("[a-z0-9-]+")),
                text.first("kubelet").map(HeadedText.Part::lines),
                files,
                unreadable,
                sizeKib(spaces.get(1))));
    }

    private static OptionalLong sizeKib(HeadedText.Part df) {
        Matcher m = DF.matcher(df.text());
        return m.matches() ? OptionalLong.of(Long.parseLong(m.group(1))) : OptionalLong.empty();
    }
}
