package dev.preflight.checks.names;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import dev.preflight.checks.names.HostnameCheck.Fqdn;
import dev.preflight.checks.names.HostnameCheck.Params;
import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is wrong with a hostname as a text. */
final class HostnameForm {
    /** RFC 1035 section 2.3.4, for the labels of the domain. */
    private static final int LABEL = 63;

    private HostnameForm() {}

    static Stream<Judgement> of(HostNames names, Params params) {
        String name = names.hostname();
        if (byDefault(name)) {
            return Stream.of(Judgement.fail("default-name", Subject.HOST));
        }
        List<Judgement> said = new ArrayList<>();
        wrong(name, params, said);
        int whole = Math.max(
                name.length(), names.found().fold(found -> found.canonical().length(), missing -> 0));
        String[] labels = name.split("\\.", -1);
        boolean longLabel = Stream.of(labels).anyMatch(label -> label.length() > LABEL);
        if (labels[0].length() > params.labelMax() || longLabel || whole > params.totalMax()) {
            said.add(Judgement.fail("too-long", Subject.HOST)
                    .with("label", Arg.count(labels[0].length()))
                    .with("whole", Arg.count(whole))
                    .with("labelMax", Arg.count(params.labelMax()))
                    .with("totalMax", Arg.count(params.totalMax())));
        }
        if (params.lowerCase() && !Ascii.lower(name).equals(name)) {
            said.add(Judgement.fail("upper-case", Subject.HOST));
        }
        return said.stream();
    }

    /** By its characters, and by what the profile says of it. */
    private static void wrong(String name, Params params, List<Judgement> said) {
        List<String> characters = invalid(name);
        boolean unlike = params.pattern().filter(p -> p.find(name).isEmpty()).isPresent();
        boolean domain = params.fqdn() == Fqdn.FORBIDDEN && name.indexOf('.') >= 0;
        if (characters.isEmpty() && !unlike && !domain) {
            return;
        }
        Judgement invalid = Judgement.fail("invalid", Subject.HOST);
        if (!characters.isEmpty()) {
            invalid = invalid.with("characters", Arg.text(String.join(" ", characters)));
        }
        if (unlike) {
            invalid = invalid.with("pattern", params.pattern().orElseThrow().toString());
        }
        if (domain) {
            invalid = invalid.with("domain", name.substring(name.indexOf('.')));
        }
        said.add(invalid);
    }

    /** The kernel's own, and what distributions set where nothing else is given (hostname(5)). */
    static boolean byDefault(String name) {
        return name.matches("|\\(none\\)|(?i)localhost[46]?(\\..*)?");
    }

    /** Characters that are not allowed, or not where they are; a dot for a label without characters. */
    static List<String> invalid(String name) {
        TreeSet<String> found = new TreeSet<>();
        name.codePoints()
                .mapToObj(Character::toString)
                .filter(one -> !one.matches("[A-Za-z0-9.-]"))
                .forEach(found::add);
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty()) {
                found.add(".");
            }
            if (label.startsWith("-") || label.endsWith("-")) {
                found.add("-");
            }
        }
        return List.copyOf(found);
    }
}
