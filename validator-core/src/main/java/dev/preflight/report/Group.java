package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Findings that read the same, of many hosts and subjects.
 *
 * @param texts their sentences
 * @param members the findings, at least one, in the order of the report
 * @param consequences what they explain, folded under them
 * @param others groups of the same cause with other values, of which no more is shown than where they are
 * @param rows of a table of requirements, the groups of its rows; else none
 */
record Group(
        FindingTexts texts, List<Finding> members, List<Group> consequences, List<Group> others, List<Group> rows) {

    Group {
        members = List.copyOf(members);
        consequences = List.copyOf(consequences);
        others = List.copyOf(others);
        rows = List.copyOf(rows);
    }

    /** A group that is shown on its own. */
    Group(FindingTexts texts, List<Finding> members, List<Group> consequences) {
        this(texts, members, consequences, List.of(), List.of());
    }

    /** The same, standing for these as well. */
    Group with(List<Group> more) {
        return new Group(texts, members, consequences, more, rows);
    }

    /** Several requirements of one check that the same hosts do not meet, as one table. */
    static Group table(List<Group> rows) {
        List<Finding> all = rows.stream().flatMap(row -> row.members().stream()).toList();
        return new Group(rows.get(0).texts(), all, List.of(), List.of(), rows);
    }

    /** Where the others were found. */
    Set<String> otherPlaces() {
        Set<String> places = new LinkedHashSet<>();
        others.forEach(other -> places.addAll(other.places()));
        return places;
    }

    /** Any of them: check, instance, code, outcome, severity and waiver are those of all. */
    Finding first() {
        return members.get(0);
    }

    /** Where they were found: hosts and pairs, in order. */
    Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        members.forEach(member -> places.add(place(member.scope())));
        return places;
    }

    /** What they are about, the host itself left out. */
    Set<String> subjects() {
        Set<String> subjects = new LinkedHashSet<>();
        members.stream()
                .map(Finding::subject)
                .filter(subject -> !subject.equals(Subject.HOST))
                .forEach(subject -> subjects.add(CleanText.of(subject.toString())));
        return subjects;
    }

    /** The requests whose facts decided, in order. */
    Set<String> readFrom() {
        Set<String> keys = new LinkedHashSet<>();
        members.forEach(member -> keys.addAll(member.judgement().readFrom()));
        return keys;
    }

    /** Whether every place has every subject, so that the two can be listed apart. */
    boolean everySubjectEverywhere() {
        return subjects().size() <= 1
                || members.size() == (long) places().size() * subjects().size();
    }

    static String place(Scope scope) {
        if (scope instanceof Scope.OfHost host) {
            return CleanText.of(host.host());
        }
        if (scope instanceof Scope.OfPair pair) {
            return CleanText.of(pair.pair().from()) + " -> "
                    + CleanText.of(pair.pair().to());
        }
        return "";
    }
}
