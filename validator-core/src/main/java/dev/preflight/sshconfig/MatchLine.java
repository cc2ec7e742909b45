package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The conditions of one {@code Match} line. */
final class MatchLine {
    /** Whether a line matches. */
    enum Outcome {
        YES,
        NO,
        /** It is up to a condition that only ssh can decide. */
        UNDECIDED
    }

    /**
     * One condition.
     *
     * @param name in lower case
     * @param value what it is compared with; empty where it takes nothing
     */
    private record Condition(String name, String value, boolean negated) {}

    /** What the conditions are compared with, for one host. */
    record Subject(String host, String originalHost, String user, String localUser, String tag, boolean lastPass) {}

    private static final String ALL = "all";
    private static final Set<String> PASSES = Set.of("canonical", "final");
    private static final Set<String> COMPARED = Set.of("host", "originalhost", "user", "localuser", "tagged");

    /** Only ssh itself runs commands, looks at the machine's addresses, and knows its version and its command. */
    private static final Set<String> UNDECIDED = Set.of("exec", "localnetwork", "version", "command", "sessiontype");

    private final List<Condition> conditions;
    private final Optional<String> wrong;

    private MatchLine(List<Condition> conditions, Optional<String> wrong) {
        this.conditions = conditions;
        this.wrong = wrong;
    }

    /** Reads the arguments of a line. */
    static MatchLine of(List<String> arguments) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            boolean negated = word.startsWith("!");
            String name = Ascii.lower(negated ? word.substring(1) : word);
            int equals = name.indexOf('=');
            Optional<String> value = Optional.empty();
            if (equals > 0) {
                value = Optional.of(word.substring(word.indexOf('=') + 1));
                name = name.substring(0, equals);
            } else if (!name.equals(ALL) && !PASSES.contains(name)) {
                i++;
                value = i < arguments.size() ? Optional.of(arguments.get(i)) : Optional.empty();
            }
            if (name.equals(ALL) && (i + 1 < arguments.size() || conditions.size() > 1)) {
                return wrong("'all' cannot stand beside other conditions of Match");
            }
            boolean takes = COMPARED.contains(name) || UNDECIDED.contains(name);
            if (!takes && !name.equals(ALL) && !PASSES.contains(name)) {
                return wrong("'" + name + "' is no condition of Match");
            }
            if (name.equals("final") && negated) {
                return wrong("'Match !final' means other things to other versions of ssh, which is not installed");
            }
            boolean mayBeEmpty = name.equals("tagged") || name.equals("command");
            if (takes && (value.isEmpty() || (value.get().isEmpty() && !mayBeEmpty))) {
                return wrong("the condition '" + name + "' of Match has no value");
            }
            conditions.add(new Condition(name, value.orElse(""), negated));
        }
        return conditions.isEmpty() ? wrong("Match has no condition") : new MatchLine(conditions, Optional.empty());
    }

    private static MatchLine wrong(String message) {
        return new MatchLine(List.of(), Optional.of(message));
    }

    /** What is wrong with the line; empty if nothing is. */
    Optional<String> wrong() {
        return wrong;
    }

    /** Whether it wants the files read once more, with the host's last name. */
    boolean wantsLastPass() {
        return conditions.stream().anyMatch(condition -> condition.name().equals("final") && !condition.negated());
    }

    /** Whether it says no more than {@code Match all}. */
    boolean always() {
        return conditions.equals(List.of(new Condition(ALL, "", false)));
    }

    /** The first condition that only ssh can decide. */
    Optional<String> undecided() {
        return conditions.stream()
                .map(Condition::name)
                .filter(UNDECIDED::contains)
                .findFirst();
    }

    Outcome outcome(Subject subject) {
        Outcome outcome = Outcome.YES;
        for (Condition condition : conditions) {
            if (UNDECIDED.contains(condition.name())) {
                outcome = Outcome.UNDECIDED;
            } else if (fits(condition, subject) == condition.negated()) {
                return Outcome.NO;
            }
        }
        return outcome;
    }

    private static boolean fits(Condition condition, Subject subject) {
        String value = condition.value();
        return switch (condition.name()) {
            case ALL -> true;
            case "host" -> NamePattern.hostInList(subject.host(), value);
            case "originalhost" -> NamePattern.hostInList(subject.originalHost(), value);
            case "user" -> NamePattern.inList(subject.user(), value);
            case "localuser" -> NamePattern.inList(subject.localUser(), value);
            case "tagged" -> subject.tag().isEmpty() ? value.isEmpty() : NamePattern.inList(subject.tag(), value);
            default -> subject.lastPass();
        };
    }
}
