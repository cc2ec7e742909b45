package dev.preflight.checks;

import dev.preflight.api.Catalogue;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every probe of this module, for tests that try them all. */
final class Probes {
    /** Where they lie, each beside the class of its fact. */
    static final Path FOLDER = Path.of("src/main/resources/dev/preflight/checks");

    /** Functions that several probes share, and that print nothing. */
    private static final Set<String> SHARED = Set.of(
            "canonical-path",
            "cgroup-limits",
            "own-process",
            "own-dockerd",
            "indent",
            "find-tool",
            "keep",
            "tuned-files",
            "boot-config",
            "docker-root",
            "dhclient-text",
            "timed",
            "nftables");

    private Probes() {}

    /** The facts that any check of the catalogue asks for, those that are published, and the identity of the host, by id. */
    static SortedMap<String, Fact<?>> facts() {
        List<FactRequest<?>> requests = new ArrayList<>(List.of(HostIdentity.REQUEST));
        Catalogue catalogue = Catalogue.load();
        catalogue.checks().values().forEach(check -> requests.addAll(FixtureRequests.of(check)));
        catalogue
                .published()
                .values()
                .forEach(fact -> requests.add(fact.request().apply("root")));
        SortedMap<String, Fact<?>> facts = new TreeMap<>();
        requests.forEach(request -> facts.putIfAbsent(request.fact().id(), request.fact()));
        return facts;
    }

    /** The files of all probes, those of shared functions among them. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".sh"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the facts that the files belong to. */
    static List<String> ids() {
        return files().stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ".sh".length()))
                .filter(name -> !SHARED.contains(name))
                .toList();
    }
}
