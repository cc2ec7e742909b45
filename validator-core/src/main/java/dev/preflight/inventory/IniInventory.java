package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an inventory in Ansible's INI form. */
final class IniInventory {
    private static final Pattern SECTION =
            Pattern.compile("\\[(?<name>[^:\\]\\s]+)(?<kinded>:(?<kind>[^\\]\\s:]*))?\\]\\s*(#.*)?");
    private static final Pattern BROKEN_SECTION = Pattern.compile("\\[([^\\]]*|.*\\]\\s*(#.*)?)");
    private static final Pattern CHILD = Pattern.compile("(?<name>[^\\s#]+)\\s*(#.*)?");
    private static final List<String> KINDS = List.of("hosts", "children", "vars");
    private static final String ASSIGNMENT = "no blanks around '=', and quotes around a value that has blanks";
    private static final String MARK = "\ufeff";

    private final String source;
    private final GroupTree tree;
    private final List<Mention> mentions = new ArrayList<>();
    private String kind = "hosts";
    private Optional<Group> group;

    /** A group that must be defined somewhere. */
    private record Mention(String name, String message, Place place) {}

    /** A group that names a child. */
    private record Parent(Group group, Place place) {}

    private final Map<String, List<Parent>> pending = new HashMap<>();
    private final Set<String> defined = new HashSet<>();

    private IniInventory(String source, GroupTree tree) {
        this.source = source;
        this.tree = tree;
        this.group = tree.find(GroupTree.UNGROUPED);
        tree.groups().forEach(known -> defined.add(known.name()));
    }

    /** Reads the text into the tree. */
    static void read(String source, String text, GroupTree tree) {
        var reader = new IniInventory(source, tree);
        int number = 0;
        for (String line : text.startsWith(MARK) ? text.substring(1).split("\r?\n") : text.split("\r?\n")) {
            number++;
            reader.line(line, number);
        }
        reader.checkMentions();
    }

    private void line(String line, int number) {
        String stripped = PythonText.strip(line);
        boolean comment = stripped.startsWith("#") || stripped.startsWith(";");
        for (int i = 0; i < line.length(); i++) {
            if (comment ? PythonText.endsLine(line.charAt(i)) : PythonText.acts(line.charAt(i))) {
                tree.problems().add(new Place(source, number, i + 1), "a control character", "remove it");
                return;
            }
        }
        if (stripped.isEmpty() || comment) {
            return;
        }
        Place place = new Place(source, number, line.indexOf(stripped) + 1);
        if (stripped.startsWith("[") && section(stripped, place)) {
            return;
        }
        switch (kind) {
            case "hosts" -> host(stripped, place);
            case "children" -> child(stripped, place);
            case "vars" -> variable(stripped, place);
            default -> {
                // The section is of an unknown kind, which is noted; what it holds cannot be judged.
            }
        }
    }

    /** Whether the line is, or was meant as, the beginning of a section. */
    private boolean section(String line, Place place) {
        Matcher m = SECTION.matcher(line);
        if (!m.matches()) {
            if (!BROKEN_SECTION.matcher(line).matches()) {
                return false;
            }
            tree.problems()
                    .add(place, "not a section", "a section is written [group], [group:children] or [group:vars]");
            kind = "";
            return true;
        }
        String name = m.group("name");
        kind = m.group("kinded") == null ? "hosts" : m.group("kind");
        Place namePlace = shifted(place, m.start("name"));
        if (!KINDS.contains(kind)) {
            tree.problems()
                    .add(
                            shifted(place, m.start("kind")),
                            Shown.quoted(kind) + " is no kind of section",
                            Suggestion.hint(kind, KINDS));
            kind = "";
            return true;
        }
        group = tree.group(name, namePlace);
        if (group.isEmpty()) {
            kind = "";
        } else if (kind.equals("vars")) {
            mentions.add(new Mention(name, "variables for a group that no section defines: ", namePlace));
        } else {
            defined.add(name);
            settle(group.get());
        }
        return true;
    }

    private void child(String line, Place place) {
        Matcher m = CHILD.matcher(line);
        if (!m.matches()) {
            tree.problems().add(place, "expected the name of a group alone on its line");
            return;
        }
        String name = m.group("name");
        if (!tree.isGroupName(name, place)) {
            return;
        }
        mentions.add(new Mention(name, "a child that no section defines: ", place));
        Group parent = group.orElseThrow();
        tree.find(name)
                .ifPresentOrElse(
                        child -> tree.child(parent, child, place),
                        () -> pending.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(new Parent(parent, place)));
    }

    /** As in Ansible, a child that is defined further down takes its place among the children where it is defined. */
    private void settle(Group child) {
        Optional.ofNullable(pending.remove(child.name()))
                .ifPresent(parents -> parents.forEach(p -> tree.child(p.group(), child, p.place())));
    }

    private void checkMentions() {
        for (Mention mention : mentions) {
            if (!defined.contains(mention.name())) {
                tree.problems()
                        .add(
                                mention.place(),
                                mention.message() + Shown.quoted(mention.name()),
                                () -> Suggestion.nearest(mention.name(), defined)
                                        .map(word -> "did you mean '" + word + "'?")
                                        .orElse("add a section [" + mention.name() + "]"));
            }
        }
    }

    private void variable(String line, Place place) {
        int equals = line.indexOf('=');
        String key = equals < 0 ? "" : PythonText.strip(line.substring(0, equals));
        if (key.isEmpty() || key.chars().anyMatch(Character::isWhitespace)) {
            tree.problems().add(place, "expected key=value");
            return;
        }
        group.orElseThrow().set(variable(key, PythonText.strip(line.substring(equals + 1)), place), tree);
    }

    private Variable variable(String key, String written, Place place) {
        PythonLiteral value = PythonLiteral.of(written);
        if (!value.doubt().isEmpty()) {
            tree.warnings()
                    .add(new Problem(
                            place,
                            "the value of " + Shown.quoted(key) + " " + value.doubt(),
                            "put the value in single quotes, or remove that"));
        }
        return new Variable(key, value.text(), value.single(), place);
    }

    private void host(String line, Place place) {
        IniWords split = IniWords.split(line);
        if (split.unclosed() >= 0) {
            tree.problems()
                    .add(
                            shifted(place, split.unclosed()),
                            "a quote that is not closed, or a '\\' at the end",
                            "close it, or put a '\\' before it");
            return;
        }
        if (split.cut() >= 0) {
            tree.warnings()
                    .add(new Problem(
                            shifted(place, split.cut()),
                            "a '#' begins a comment here, inside a word",
                            "put the word in quotes if '#' belongs to it"));
        }
        if (split.words().isEmpty()) {
            return;
        }
        String name = split.words().get(0).text();
        if (name.indexOf('=') > 0) {
            String key = name.substring(0, name.indexOf('='));
            tree.problems()
                    .add(
                            place,
                            "the variable " + Shown.quoted(key) + " is given where a host is expected",
                            "put it behind a host, or into a section ["
                                    + group.orElseThrow().name() + ":vars]");
            return;
        }
        List<Variable> variables =
                assignments(split.words().subList(1, split.words().size()), place);
        for (HostEntry host : tree.add(name, group.orElseThrow(), place)) {
            variables.forEach(variable -> host.set(variable, tree.warnings()));
        }
    }

    private List<Variable> assignments(List<IniWords.Word> words, Place line) {
        List<Variable> variables = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (IniWords.Word word : words) {
            Place place = shifted(line, word.column());
            int equals = word.text().indexOf('=');
            if (equals <= 0) {
                // The word may be part of a password, so it does not show.
                tree.problems().add(place, "expected key=value behind the host", ASSIGNMENT);
                return variables;
            }
            String key = word.text().substring(0, equals);
            if (!keys.add(key)) {
                tree.problems().add(place, "the variable " + Shown.quoted(key) + " is given twice for this host");
            }
            variables.add(variable(key, word.text().substring(equals + 1), place));
        }
        return variables;
    }

    private static Place shifted(Place place, int columns) {
        return new Place(place.source(), place.line(), place.column() + columns);
    }
}
