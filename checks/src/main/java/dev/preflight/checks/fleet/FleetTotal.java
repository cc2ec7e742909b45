package dev.preflight.checks.fleet;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.api.Unseen;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What the hosts have together, beside what is required of them. A host that did not say counts nothing; a fault is one only
 * if it is one whatever that host has. The same goes for hosts that the run leaves out; how many there are the inventory says.
 *
 * @param shares of the hosts of the run
 * @param unseen the hosts that the run leaves out
 */
record FleetTotal(SortedMap<String, Share> shares, Unseen unseen, FleetTotalCheck.Params params) {
    private static final int PERCENT = 100;

    FleetTotal {
        shares = new TreeMap<>(shares);
    }

    List<Judgement> judged() {
        List<Judgement> said = new ArrayList<>();
        params.min().flatMap(this::tooLittle).ifPresent(said::add);
        params.max().flatMap(this::tooMuch).ifPresent(said::add);
        even().ifPresent(said::add);
        params.spread().flatMap(this::unequal).ifPresent(said::add);
        if (said.isEmpty()) {
            said.add(Judgement.pass(subject()));
        }
        return said.stream().map(this::told).toList();
    }

    /** Of the hosts of the run, and of those that it leaves out. */
    private List<Share> all() {
        List<Share> all = new ArrayList<>(shares.values());
        Share certain = counts() ? Share.of(1) : Share.unknown(leftOut());
        Share possible = counts() ? Share.between(0, 1, leftOut()) : certain;
        for (int i = 0; i < unseen.most(); i++) {
            all.add(i < unseen.least() ? certain : possible);
        }
        return all;
    }

    private Reading.Missing<?> leftOut() {
        return unseen.why(shares.size());
    }

    private boolean counts() {
        return params.measure() == Measure.HOSTS;
    }

    private Optional<Judgement> tooLittle(Amount min) {
        long wanted = Math.multiplyExact(min.number(), params.measure().units());
        long rest = sum(Share::least, params.without());
        if (rest >= wanted) {
            return Optional.empty();
        }
        if (sum(Share::most, params.without()) >= wanted) {
            return Optional.of(unknown(min));
        }
        if (sum(Share::most, 0) >= wanted) {
            return Optional.of(Judgement.fail("too-little-without", subject())
                    .with("rest", params.measure().shown(sum(Share::shown, params.without()), Optional.of(min)))
                    .withRemedy(Remedy.manual("more")));
        }
        return Optional.of(Judgement.fail(counts() ? "too-few-hosts" : "too-little", subject())
                .withRemedy(Remedy.manual(counts() ? "add-hosts" : "more")));
    }

    private Optional<Judgement> tooMuch(Amount max) {
        long wanted = Math.multiplyExact(max.number(), params.measure().units());
        if (sum(Share::most, 0) <= wanted) {
            return Optional.empty();
        }
        return Optional.of(
                sum(Share::least, 0) > wanted
                        ? Judgement.fail(counts() ? "too-many-hosts" : "too-much", subject())
                        : unknown(max));
    }

    /** Of the inventory: a host that is not reached now votes later. */
    private Optional<Judgement> even() {
        if (!params.odd()) {
            return Optional.empty();
        }
        if (!unseen.exact()) {
            return Optional.of(Judgement.unknown(leftOut(), subject()));
        }
        return (shares.size() + unseen.most()) % 2 == 0
                ? Optional.of(Judgement.fail("even-count", subject()).withRemedy(Remedy.manual("odd")))
                : Optional.empty();
    }

    private Optional<Judgement> unequal(int spread) {
        if (shares.size() + unseen.most() < 2) {
            return Optional.empty();
        }
        if (beyond(spread, false)) {
            return Optional.of(Judgement.warning("unequal", subject())
                    .with("least", params.measure().shown(smallest(known(), Share::shown), params.min()))
                    .with("most", params.measure().shown(largest(known(), Share::shown), params.min()))
                    .with("spread", Arg.count(spread))
                    .withRemedy(Remedy.manual("equal")));
        }
        return beyond(spread, true)
                ? Optional.of(unknown(Optional.empty()).withSeverity(Severity.WARNING))
                : Optional.empty();
    }

    /** Whether the largest exceeds the smallest by more: for certain, or possibly. */
    private boolean beyond(int spread, boolean possibly) {
        long small = smallest(all(), possibly ? Share::least : Share::most);
        long large = largest(all(), possibly ? Share::most : Share::least);
        // Of what is unknown the most is no number to multiply: it exceeds anything.
        return large > small && (large == Share.ANY || exceeds(large, small, spread));
    }

    private static boolean exceeds(long large, long small, int spread) {
        return (double) large * PERCENT > (double) small * (PERCENT + spread);
    }

    private Collection<Share> known() {
        return shares.values().stream().filter(share -> !share.unread()).toList();
    }

    private static long smallest(Collection<Share> of, ToLongFunction<Share> amount) {
        return of.stream().mapToLong(amount).min().orElse(0);
    }

    private static long largest(Collection<Share> of, ToLongFunction<Share> amount) {
        return of.stream().mapToLong(amount).max().orElse(0);
    }

    /** What is left when as many of the largest are gone. */
    private long sum(ToLongFunction<Share> amount, int without) {
        return all().stream()
                .map(amount::applyAsLong)
                .sorted(Comparator.reverseOrder())
                .skip(without)
                .reduce(0L, Math::addExact);
    }

    private Judgement unknown(Amount bound) {
        return unknown(Optional.of(bound));
    }

    private Judgement unknown(Optional<Amount> bound) {
        Reading.Missing<?> why = all().stream()
                .flatMap(share -> share.unsure().stream())
                .findFirst()
                .orElseGet(() -> new Reading.Missing<>(Reason.NOT_COLLECTED, ""));
        Judgement judgement = Judgement.unknown(why, subject());
        return bound.isEmpty()
                ? judgement
                : judgement.with("required", bound.get().toString());
    }

    private Subject subject() {
        return Subject.of(
                params.measure().id(),
                params.path().isEmpty() ? params.group() : (params.group() + " " + params.path()).strip());
    }

    /** With what every text may name. */
    private Judgement told(Judgement said) {
        Measure measure = params.measure();
        Judgement all = said.with("total", measure.shown(sum(Share::shown, 0), params.min()))
                .with("hosts", Arg.count(shares.size() + (counts() ? unseen.least() : 0)))
                .with("measure", measure.id());
        all = params.min().isPresent() ? all.with("min", params.min().get().toString()) : all;
        all = params.max().isPresent() ? all.with("max", params.max().get().toString()) : all;
        all = params.without() > 0 ? all.with("without", Arg.count(params.without())) : all;
        all = params.group().isEmpty() ? all : all.with("group", params.group());
        all = params.path().isEmpty() ? all : all.with("path", params.path());
        List<String> unread = shares.entrySet().stream()
                .filter(share -> share.getValue().unsure().isPresent())
                .map(share -> share.getKey())
                .toList();
        boolean ofHosts = said.outcome() == Outcome.UNKNOWN && !said.code().equals(Reason.NOT_IN_RUN.code());
        if (ofHosts && said.args().get("detail") instanceof Arg.Text why) {
            // The reason alone, of the group as a whole, would not say which host to look at.
            String hosts =
                    String.join(", ", unread.stream().limit(Judgement.NAMED).toList());
            all = all.with("detail", why.value().isEmpty() ? hosts : hosts + ": " + why.value());
        }
        all = unread.isEmpty() ? all : all.withSome("unread", unread);
        return counts() || said.outcome() == Outcome.UNKNOWN ? all : all.with("values", values());
    }

    /** What each host has, the hosts that have the same together. */
    private Arg values() {
        SortedMap<String, Long> said = new TreeMap<>();
        shares.forEach((host, share) -> {
            if (!share.unread()) {
                said.put(host, share.shown());
            }
        });
        return Arg.texts(Majority.of(said)
                .listed((amount, hosts) -> text(params.measure().shown(amount, params.min()))));
    }

    private static String text(Arg amount) {
        return amount instanceof Arg.Text text ? text.value() : "";
    }
}
