package dev.preflight.inventory;

import dev.preflight.node.Glob;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Picks hosts in Ansible's pattern language, the useful part: names of hosts and groups, {@code *} and {@code ?},
 * {@code a,b} or {@code a:b} for both, {@code !c} for all but these and {@code &d} for only those also in d. As in
 * Ansible the order does not matter: first what is added, then what must be in, then what is taken out.
 */
public final class HostPattern {
    /** The place of a pattern unless another is given. */
    public static final Place PLACE = Place.of("--limit");

    private HostPattern() {}

    /** One part of a pattern: {@code '+'}, {@code '&'} or {@code '!'}, and a name or glob. */
    private record Term(char sign, String glob) {
        boolean hasWildcard() {
            return glob.indexOf('*') >= 0 || glob.indexOf('?') >= 0;
        }

        Predicate<Host> predicate() {
            Glob wanted = Glob.of(glob);
            return host -> wanted.matches(host.name()) || host.groups().stream().anyMatch(wanted::matches);
        }
    }

    /** The hosts that the value of {@code --limit} names; see below. */
    public static List<Host> select(String pattern, List<Host> hosts) throws ProblemsException {
        return select(pattern, PLACE, hosts);
    }

    /**
     * The hosts that a pattern names, in their own order.
     *
     * @param pattern the value of {@code --limit}
     * @param place its place, for problems
     * @param hosts the hosts to pick from
     * @throws ProblemsException if the pattern cannot be understood, a part of it matches nothing, or no host is left
     */
    public static List<Host> select(String pattern, Place place, List<Host> hosts) throws ProblemsException {
        Problems problems = new Problems();
        List<Term> terms = terms(pattern, place, hosts, problems);
        terms.stream()
                .distinct()
                .filter(term -> hosts.stream().noneMatch(term.predicate()))
                .forEach(term -> problems.add(
                        place,
                        "nothing matches " + Shown.quoted(term.glob()),
                        () -> term.hasWildcard() ? "" : near(term, hosts)));
        problems.throwIfAny();
        boolean adds = terms.stream().anyMatch(term -> term.sign() == '+');
        Set<Host> picked = new LinkedHashSet<>(adds ? List.of() : hosts);
        hosts.stream().filter(any(terms, '+')).forEach(picked::add);
        for (Term term : terms) {
            if (term.sign() == '&') {
                picked.removeIf(term.predicate().negate());
            }
        }
        picked.removeIf(any(terms, '!'));
        if (picked.isEmpty()) {
            throw new ProblemsException(place, "no host is left by " + Shown.quoted(pattern), "name fewer conditions");
        }
        return hosts.stream().filter(picked::contains).toList();
    }

    private static Predicate<Host> any(List<Term> terms, char sign) {
        List<Predicate<Host>> wanted = terms.stream()
                .filter(term -> term.sign() == sign)
                .map(Term::predicate)
                .toList();
        return host -> wanted.stream().anyMatch(one -> one.test(host));
    }

    private static String near(Term term, List<Host> hosts) {
        Set<String> names = new TreeSet<>();
        hosts.forEach(host -> {
            names.add(host.name());
            names.addAll(host.groups());
        });
        return Suggestion.nearest(term.glob(), names)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("name hosts or groups of the inventory");
    }

    private static List<Term> terms(String pattern, Place place, List<Host> hosts, Problems problems) {
        Set<String> names = hosts.stream().map(Host::name).collect(Collectors.toSet());
        List<Term> terms = new ArrayList<>();
        for (String part : pattern.split(",")) {
            String whole = part.strip();
            String name = whole.startsWith("!") || whole.startsWith("&") ? whole.substring(1) : whole;
            boolean address = names.contains(name) || Ipv6.matches(name);
            for (String text : address ? List.of(whole) : List.of(whole.split(":"))) {
                term(text.strip(), place, terms, problems);
            }
        }
        if (terms.isEmpty() && problems.none()) {
            problems.add(place, "names no host", "name hosts or groups of the inventory");
        }
        return terms;
    }

    private static void term(String text, Place place, List<Term> terms, Problems problems) {
        if (text.isEmpty()) {
            return;
        }
        char first = text.charAt(0);
        char sign = first == '!' || first == '&' ? first : '+';
        String glob = sign == '+' ? text : text.substring(1).strip();
        if (glob.isEmpty()) {
            problems.add(place, "nothing behind '" + sign + "'", "name a host or a group behind it");
        } else if (glob.startsWith("~") || glob.startsWith("@")) {
            problems.add(
                    place,
                    Shown.quoted(glob) + ": regular expressions and files of hosts are not supported",
                    "name hosts and groups, with '*' for any characters");
        } else if (glob.indexOf('[') >= 0) {
            problems.add(
                    place,
                    Shown.quoted(glob) + ": numbers in brackets are not supported",
                    "name the hosts, or use '*' and '?'");
        } else {
            terms.add(new Term(sign, glob));
        }
    }
}
