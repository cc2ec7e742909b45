package dev.preflight.checks.accounts;

import dev.preflight.checks.accounts.LimitsConfig.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What pam_limits sets one limit of one user to. Of lines about the user, about a group and about all, the more exact one
 * counts, of equals the last one; root is only meant by its name. A dash sets both limits.
 *
 * <p>Source: limits.conf(5), {@code parse_config_file} and {@code process_limit} of pam_limits.c.
 */
final class ConfiguredLimit {
    private final Limit limit;
    private final List<Line> lines;

    private Optional<Line> soft = Optional.empty();
    private Optional<Line> hard = Optional.empty();

    /** How exactly a line means a user; less is more exact. */
    private enum Domain {
        USER,
        GROUP,
        ALL
    }

    ConfiguredLimit(LimitsConfig config, String user, List<String> groups, Limit limit) {
        this.limit = limit;
        List<Line> about = new ArrayList<>();
        Domain softFrom = Domain.ALL;
        Domain hardFrom = Domain.ALL;
        for (Line line : config.lines()) {
            Optional<Domain> domain = domain(line.domain(), user, groups);
            if (domain.isEmpty() || !line.item().equals(limit.item())) {
                continue;
            }
            about.add(line);
            if (!line.type().equals("hard") && domain.get().compareTo(softFrom) <= 0) {
                soft = Optional.of(line);
                softFrom = domain.get();
            }
            if (!line.type().equals("soft") && domain.get().compareTo(hardFrom) <= 0) {
                hard = Optional.of(line);
                hardFrom = domain.get();
            }
        }
        boolean none = config.lines().stream()
                .anyMatch(line -> line.item().isEmpty() && line.domain().equals(user));
        this.lines = none ? List.of() : List.copyOf(about);
        if (none) {
            soft = Optional.empty();
            hard = Optional.empty();
        }
    }

    private static Optional<Domain> domain(String domain, String user, List<String> groups) {
        if (domain.equals(user)) {
            return Optional.of(Domain.USER);
        }
        if (user.equals("root")) {
            return Optional.empty();
        }
        if (domain.startsWith("@") && groups.contains(domain.substring(1))) {
            return Optional.of(Domain.GROUP);
        }
        return domain.equals("*") ? Optional.of(Domain.ALL) : Optional.empty();
    }

    /** What it is set to where both are set; the soft limit is never above the hard one. */
    boolean reaches(ResourceLimits wanted) {
        return wanted.soft().filter(least -> !atLeast(soft, least)).isEmpty()
                && wanted.hard().filter(least -> !atLeast(hard, least)).isEmpty();
    }

    /** Whether one of its lines would be enough, if it had the last word. */
    boolean triesToReach(ResourceLimits wanted) {
        return lines.stream()
                .anyMatch(line -> wanted.soft()
                                .filter(least -> line.type().equals("hard") || !atLeast(Optional.of(line), least))
                                .isEmpty()
                        && wanted.hard()
                                .filter(least -> line.type().equals("soft") || !atLeast(Optional.of(line), least))
                                .isEmpty());
    }

    private boolean atLeast(Optional<Line> line, LimitValue least) {
        return line.filter(set -> bytes(set.number()) >= least.number()).isPresent();
    }

    private long bytes(long number) {
        return number == LimitValue.UNLIMITED || number > LimitValue.UNLIMITED / limit.unit()
                ? LimitValue.UNLIMITED
                : number * limit.unit();
    }

    /** Where the soft limit is set, or else the hard one. */
    Optional<String> where() {
        return soft.or(() -> hard).map(Line::where);
    }

    /** Every line about the user, in the order in which they are read. */
    List<String> setBy() {
        return lines.stream()
                .map(line -> line.where() + " (" + line.domain() + " " + line.type() + " "
                        + LimitValue.shown(bytes(line.number()), limit) + ")")
                .toList();
    }
}
