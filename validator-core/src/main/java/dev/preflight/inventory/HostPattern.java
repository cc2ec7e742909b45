package dev.preflight.inventory;

import dev.preflight.node.NearestFile;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Picks hosts in Ansible's pattern language: names of hosts and groups, {@code *}, {@code ?} and {@code [a-f]}, {@code
 * ~regex}, {@code group[0]} and {@code group[0:9]}, {@code a,b} or {@code a:b} for both, {@code !c} for all but these,
 * {@code &d} for only those also in d, and {@code @file} for the patterns of a file. As in Ansible the order does not
 * matter: first what is added, then what must be in, then what is taken out. What matches nothing is an error.
 */
public final class HostPattern {
    /** The place of a pattern unless another is given. */
    public static final Place PLACE = Place.of("--limit");

    /** A file of all hosts that one inventory may have stays below this many bytes. */
    private static final int MAX_FILE = HostRange.MAX_HOSTS * (HostAddress.MAX_NAME + 2);

    private final Map<String, Host> hosts;
    private final Groups groups;
    private final Problems problems = new Problems();
    private final Map<String, Optional<List<String>>> matches = new HashMap<>();

    private HostPattern(Inventory inventory) {
        this.hosts = inventory.hosts().stream().collect(Collectors.toMap(Host::name, host -> host, (a, b) -> a));
        this.groups = inventory.groups();
    }

    /** The hosts that the value of {@code --limit} names; see below. */
    public static List<Host> select(String pattern, Inventory inventory) throws ProblemsException {
        return select(pattern, PLACE, inventory);
    }

    /**
     * The hosts that a pattern names, in their own order.
     *
     * @param pattern the value of {@code --limit}
     * @param place its place, for problems
     * @param inventory the hosts to pick from, and their groups
     * @throws ProblemsException if the pattern cannot be understood, a part of it matches nothing, or no host is left
     */
    public static List<Host> select(String pattern, Place place, Inventory inventory) throws ProblemsException {
        HostPattern picking = new HostPattern(inventory);
        List<PatternTerm> terms = picking.terms(pattern, place);
        Set<String> picked = picking.picked(terms, inventory.hosts());
        picking.problems.throwIfAny();
        if (picked.isEmpty()) {
            throw new ProblemsException(place, "no host is left by " + Shown.quoted(pattern), "name fewer conditions");
        }
        return inventory.hosts().stream()
                .filter(host -> picked.contains(host.name()))
                .toList();
    }

    private Set<String> picked(List<PatternTerm> terms, List<Host> all) {
        Set<String> picked = new LinkedHashSet<>();
        List<PatternTerm> added =
                terms.stream().filter(term -> term.sign() == '+').toList();
        if (added.isEmpty()) {
            all.forEach(host -> picked.add(host.name()));
        }
        added.forEach(term -> picked.addAll(
                hosts.containsKey(term.expression()) && term.subscript().isEmpty()
                        ? List.of(term.expression())
                        : matching(term)));
        for (char sign : new char[] {'&', '!'}) {
            for (PatternTerm term : terms) {
                if (term.sign() == sign) {
                    Set<String> named = new HashSet<>(matching(term));
                    picked.removeIf(name -> named.contains(name) != (sign == '&'));
                }
            }
        }
        return picked;
    }

    /** The hosts of a part, in Ansible's order; none if it matches nothing, which is noted once. */
    private List<String> matching(PatternTerm term) {
        String key = term.expression() + "\n" + term.subscript();
        return matches.computeIfAbsent(key, k -> found(term)).orElse(List.of());
    }

    private Optional<List<String>> found(PatternTerm term) {
        List<String> found = new ArrayList<>();
        boolean group;
        try {
            group = match(term, found);
        } catch (PythonRegex.Undecided e) {
            problems.add(term.place(), "the regular expression " + term.shown() + " " + e.getMessage(), "");
            return Optional.empty();
        }
        List<String> chosen = term.subscript().map(some -> some.of(found)).orElse(found);
        boolean beyond = chosen.isEmpty() && !found.isEmpty();
        if (beyond || (found.isEmpty() && !group)) {
            problems.add(
                    term.place(),
                    beyond
                            ? term.shown() + " has " + found.size() + " hosts, and none of this number"
                            : "nothing matches " + term.shown(),
                    () -> beyond || term.isWide() ? "" : near(term));
            return Optional.empty();
        }
        return Optional.of(chosen);
    }

    /** Adds the hosts that match, first those of groups; whether a group does. */
    private boolean match(PatternTerm term, List<String> found) {
        Predicate<String> wanted = term.predicate();
        List<String> named = groups.names().stream().filter(wanted).toList();
        named.forEach(name -> found.addAll(groups.hostsOf(name)));
        if (named.isEmpty() || term.isWide()) {
            groups.allHosts().filter(wanted).forEach(found::add);
        }
        return !named.isEmpty();
    }

    private String near(PatternTerm term) {
        Set<String> names = new TreeSet<>(groups.names());
        names.addAll(hosts.keySet());
        return Suggestion.nearest(term.expression(), names)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("name hosts or groups of the inventory");
    }

    private List<PatternTerm> terms(String pattern, Place place) throws ProblemsException {
        List<PatternTerm> terms = new ArrayList<>();
        for (String part : hosts.containsKey(pattern.strip()) ? List.of(pattern.strip()) : PatternTerm.split(pattern)) {
            if (part.startsWith("@")) {
                lines(part.substring(1), place, terms);
            } else {
                PatternTerm.of(part, place, problems).ifPresent(terms::add);
            }
        }
        if (terms.isEmpty() && problems.none()) {
            problems.add(place, "names no host", "name hosts or groups of the inventory");
        }
        problems.throwIfAny();
        return terms;
    }

    /** The patterns of a file, one on each line, such as the hosts of a {@code .retry} file of Ansible. */
    private void lines(String file, Place place, List<PatternTerm> terms) throws ProblemsException {
        int number = 0;
        int before = terms.size();
        for (String line : text(file, place).split("\n", -1)) {
            number++;
            String part = line.strip();
            if (!part.isEmpty()) {
                PatternTerm.of(part, new Place(file, number, line.indexOf(part) + 1), problems)
                        .ifPresent(terms::add);
            }
        }
        if (terms.size() == before && problems.none()) {
            problems.add(Place.of(file), "names no host", "write a host or a group on each line");
        }
    }

    private static String text(String file, Place place) throws ProblemsException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(MAX_FILE + 1);
        } catch (NoSuchFileException e) {
            throw new ProblemsException(
                    place, Shown.quoted("@" + file) + ": no such file", NearestFile.hint(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            throw new ProblemsException(
                    place, Shown.quoted("@" + file) + ": cannot be read", "name a file with a host on each line");
        }
        if (bytes.length > MAX_FILE) {
            throw new ProblemsException(
                    place, Shown.quoted("@" + file) + ": longer than " + MAX_FILE + " bytes", "name groups instead");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
