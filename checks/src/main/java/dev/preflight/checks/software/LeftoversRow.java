package dev.preflight.checks.software;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.containers.Containers;
import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.software.Leftovers.Answer;
import dev.preflight.checks.software.Leftovers.Item;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Glob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of one product. */
final class LeftoversRow {
    private final String key;
    private final LeftoverLimits limits;
    private final Leftovers leftovers;
    private final List<String> found = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<Item> data = new ArrayList<>();
    private final List<String> interfaces = new ArrayList<>();
    private final List<Reading.Missing<?>> unread = new ArrayList<>();
    private long more;
    private boolean moreData;

    LeftoversRow(String key, LeftoverLimits limits, Leftovers leftovers) {
        this.key = key;
        this.limits = limits;
        this.leftovers = leftovers;
    }

    Stream<Judgement> judged() {
        limits.byKind().forEach((kind, names) -> names.forEach(name -> sort(kind, name)));
        Subject subject = Subject.of("product", key);
        List<Judgement> said = new ArrayList<>();
        if (!found.isEmpty()) {
            said.add(mended(Judgement.fail("found", subject).withSome("found", found)));
        }
        if (!data.isEmpty() || moreData) {
            said.add(withData(Judgement.fail("found-data", subject)));
        }
        if (said.isEmpty() && !unread.isEmpty()) {
            said.add(unread(subject));
        }
        if (!others.isEmpty()) {
            said.add(Judgement.warning("owned-by-other", subject).withSome("paths", others));
        }
        return (said.isEmpty() ? List.of(Judgement.pass(subject)) : said)
                .stream().map(one -> one.with("product", limits.product().orElse(key)));
    }

    /** Looks among the containers, too. What a runtime does not tell may be one of them. */
    void among(Reading<Containers> containers) {
        containers
                .<Runnable>fold(
                        known -> () -> known.runtimes().forEach(this::among), missing -> () -> unread.add(missing))
                .run();
    }

    private void among(ContainerRuntime runtime) {
        String kind = runtime.kind().id();
        runtime.blind().ifPresent(reason -> unread.add(new Reading.Missing<>(reason, kind + ": " + runtime.detail())));
        for (Container container : runtime.containers()) {
            if (container.name().equals(container.id())) {
                // Only its directory was read.
                unread.add(new Reading.Missing<>(Reason.NOT_READABLE, kind + ": name of " + container.shortId()));
            } else if (matches(limits.container(), container.name()) && !matches(limits.allow(), container.name())) {
                found.add("container: " + container.name() + " (" + kind + ")");
            }
        }
    }

    private void sort(String kind, String name) {
        String asked = kind + ":" + name;
        Answer answer = Optional.ofNullable(leftovers.answers().get(asked))
                .orElseGet(() -> new Answer(List.of(), 0, List.of(new Reading.Missing<>(Reason.NOT_COLLECTED, asked))));
        unread.addAll(answer.unread());
        for (Item item : answer.items()) {
            if (!allowed(kind, item.name())) {
                sort(kind, item);
            }
        }
        // Whether those that were not named are allowed is not known.
        if (kind.equals("data")) {
            moreData |= answer.more() > 0;
        } else {
            more += answer.more();
            if (answer.more() > 0 && found.isEmpty()) {
                found.add(kind + ": " + name);
            }
        }
    }

    private void sort(String kind, Item item) {
        String owner = kind.equals("path") ? leftovers.owners().getOrDefault(item.name(), "") : "";
        if (kind.equals("data")) {
            data.add(item);
        } else if (!owner.isEmpty()
                && !Stream.of(owner.split(", ", -1)).allMatch(one -> matches(limits.packages(), one))) {
            others.add(item.name() + " (" + owner + ")");
        } else {
            found.add(kind + ": " + item.name());
            if (item.virtual()) {
                interfaces.add(item.name());
            }
        }
    }

    /** A process is followed by its number. */
    private boolean allowed(String kind, String name) {
        return matches(limits.allow(), kind.equals("process") ? name.replaceFirst(" \\(\\d+\\)$", "") : name);
    }

    private static boolean matches(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> Glob.of(glob).matches(name));
    }

    private Judgement mended(Judgement judgement) {
        Judgement said = limits.uninstall()
                .map(command -> judgement.withRemedy(Remedy.manual("uninstall").with("uninstall", Arg.text(command))))
                .orElse(judgement);
        for (String name : interfaces.subList(0, Math.min(interfaces.size(), Judgement.NAMED))) {
            Remedy remedy =
                    Remedy.confirm("delete-interface", Privilege.ROOT).once().with("interface", Arg.text(name));
            said = said.withRemedy(said.remedies().isEmpty() ? remedy : remedy.asWell());
        }
        return more > 0 ? said.with("more", Arg.count(more)) : said;
    }

    /** All of it together: what matters is how much it is, and how old. */
    private Judgement withData(Judgement judgement) {
        Judgement said =
                judgement.withSome("paths", data.stream().map(Item::name).toList());
        if (!moreData && data.stream().allMatch(item -> item.size().isPresent())) {
            said = said.with(
                    "size",
                    Arg.bytes(data.stream()
                            .mapToLong(item -> item.size().orElse(0L))
                            .sum()));
        }
        Optional<Long> changed =
                data.stream().flatMap(item -> item.changed().stream()).max(Long::compare);
        if (changed.isPresent() && leftovers.now().isPresent()) {
            long age = Math.max(0, leftovers.now().get() - changed.get());
            said = said.with("age", Arg.span(Duration.ofSeconds(age)));
        }
        return said;
    }

    private Judgement unread(Subject subject) {
        Reading.Missing<?> first = unread.get(0);
        return Judgement.unknown(first, subject)
                .with(
                        "detail",
                        Arg.firstOf(unread.stream()
                                .map(Reading.Missing::detail)
                                .distinct()
                                .toList()));
    }
}
