package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One row of what is required of limits: what each way in and each unit gets of one limit, and why. */
final class LimitsRow {
    /** Names that a command and limits.conf(5) take for nothing else: useradd(8). */
    private static final String PLAIN_USER = "[a-z_][a-z0-9_-]{0,31}";

    private static final String PLAIN_UNIT = "[A-Za-z0-9_.@-]+\\.service";

    private final String key;
    private final Limit limit;
    private final ResourceLimits wanted;
    private final Subject subject;
    private final Reading<LimitsConfig> config;
    private final Optional<LimitsConfig> read;
    private final List<Judgement> said = new ArrayList<>();

    /** What one way in gets. */
    private record Seen(Context context, ProcessLimits process, LimitPair pair) {}

    LimitsRow(Rows.Row<ResourceLimits> row, Limit limit, Reading<LimitsConfig> config) {
        this.key = row.key();
        this.limit = limit;
        this.wanted = row.limits();
        this.subject = Subject.of("limit", key);
        this.config = config;
        this.read = config.fold(Optional::of, missing -> Optional.empty());
    }

    /** All that is to be said of the row, one finding for each fault. */
    List<Judgement> judge(Map<Context, Reading<ProcessLimits>> contexts, Optional<Reading<UnitLimits>> units) {
        List<Seen> seen = new ArrayList<>();
        contexts.forEach((context, reading) ->
                reading.fold(process -> seen.add(new Seen(context, process, process.of(limit))), this::unknown));
        sessions(seen);
        List<String> found =
                new ArrayList<>(seen.stream().map(one -> shown(one)).toList());
        units.ifPresent(reading -> reading.fold(known -> found.addAll(units(known)), this::unknown));
        read.filter(known -> limit == Limit.NOFILE)
                .flatMap(known -> AboveNrOpen.judged(known, subject))
                .ifPresent(said::add);
        if (said.isEmpty()) {
            said.add(undecided().orElseGet(() -> Judgement.pass(subject).with("found", Arg.firstOf(found))));
        }
        return said.stream()
                .map(one -> one.with("limit", key).with("required", wanted.signs(limit)))
                .toList();
    }

    /** One finding for each reason, whichever ways in it is about. */
    private boolean unknown(Reading.Missing<?> missing) {
        boolean first = said.stream()
                .noneMatch(one -> one.code().equals(missing.reason().code()));
        return first && said.add(Judgement.unknown(missing, subject));
    }

    /** What nothing is wrong with is not right for certain while a file may set more than the kernel allows. */
    private Optional<Judgement> undecided() {
        return config.fold(
                known -> known.unreadable().stream()
                        .findFirst()
                        .filter(file -> limit == Limit.NOFILE)
                        .map(file ->
                                Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", file)),
                missing -> Optional.of(Judgement.unknown(missing, subject)));
    }

    private String shown(Seen one) {
        return one.context().id() + " " + one.pair().shown(limit);
    }

    private void sessions(List<Seen> seen) {
        List<Seen> low = seen.stream().filter(one -> !wanted.hold(one.pair())).toList();
        List<Seen> notApplied = low.stream()
                .filter(one ->
                        configured(one).filter(set -> set.triesToReach(wanted)).isPresent())
                .toList();
        List<Seen> tooLow =
                low.stream().filter(one -> !notApplied.contains(one)).toList();
        if (!tooLow.isEmpty()) {
            said.add(mended(withFiles("too-low", tooLow), tooLow, seen));
        }
        if (!notApplied.isEmpty()) {
            said.add(reasons(withFiles("not-applied", notApplied), notApplied));
        }
        if (low.isEmpty()) {
            differing(seen).ifPresent(said::add);
        }
        boolean dumps = limit == Limit.CORE
                && wanted.soft()
                        .filter(least -> least.number() == LimitValue.UNLIMITED)
                        .isEmpty()
                && seen.stream().anyMatch(one -> one.pair().soft() == LimitValue.UNLIMITED);
        if (dumps) {
            said.add(Judgement.warning("unlimited-core", subject).with("found", found(seen)));
        }
    }

    private Arg found(List<Seen> seen) {
        return Arg.texts(seen.stream().map(this::shown).toList());
    }

    private Optional<ConfiguredLimit> configured(Seen one) {
        return read.map(known ->
                new ConfiguredLimit(known, one.process().user(), one.process().groups(), limit));
    }

    private Judgement withFiles(String code, List<Seen> low) {
        List<String> setBy = low.stream()
                .flatMap(one -> configured(one).stream())
                .flatMap(set -> set.setBy().stream())
                .distinct()
                .toList();
        Judgement judgement = Judgement.fail(code, subject)
                .with("user", low.get(0).process().user())
                .with("found", found(low));
        return setBy.isEmpty() ? judgement : judgement.with("setBy", Arg.firstOf(setBy));
    }

    /** Why what is configured is not what this way in gets. */
    private Judgement reasons(Judgement judgement, List<Seen> seen) {
        Set<String> overridden = new LinkedHashSet<>();
        Set<String> noPam = new LinkedHashSet<>();
        Set<String> noModule = new LinkedHashSet<>();
        for (Seen one : seen) {
            ConfiguredLimit set = configured(one).orElseThrow();
            Optional<String> withoutPam = read.flatMap(known -> known.withoutPam(one.context()));
            if (!set.reaches(wanted)) {
                set.where().ifPresent(overridden::add);
            } else if (withoutPam.isPresent()) {
                noPam.add(withoutPam.get());
            } else {
                read.flatMap(known -> known.withoutLimits(one.context())).ifPresent(noModule::add);
            }
        }
        Judgement told = judgement;
        for (Map.Entry<String, Set<String>> reason : Map.of(
                        "overriding", overridden, "noPam", noPam, "noModule", noModule)
                .entrySet()) {
            told = reason.getValue().isEmpty()
                    ? told
                    : told.with(reason.getKey(), Arg.texts(List.copyOf(reason.getValue())));
        }
        String remedy = !overridden.isEmpty()
                ? "edit"
                : !noPam.isEmpty() ? "use-pam" : !noModule.isEmpty() ? "add-module" : "log-in-anew";
        return told.withRemedy(Remedy.manual(remedy));
    }

    /** For each user, what the user has nowhere less of now: otherwise the ways in would still differ afterwards. */
    private Judgement mended(Judgement judgement, List<Seen> low, List<Seen> all) {
        long most = read.map(known -> known.nrOpen().orElse(Long.MAX_VALUE)).orElse(Long.MAX_VALUE);
        Set<Remedy> remedies = new LinkedHashSet<>();
        for (Seen one : low) {
            String user = one.process().user();
            LimitPair target = wanted.target(all.stream()
                    .filter(other -> other.process().user().equals(user))
                    .map(Seen::pair)
                    .reduce(one.pair(), LimitPair::orMore));
            boolean above = limit == Limit.NOFILE && target.hard() > most;
            boolean plain = user.matches(PLAIN_USER);
            remedies.add(above ? Remedy.manual("raise-first") : plain ? written(user, target) : Remedy.manual("write"));
        }
        Judgement told = judgement;
        for (Remedy remedy : remedies) {
            told = told.withRemedy(remedy);
        }
        return told;
    }

    private Remedy written(String user, LimitPair target) {
        return Remedy.safe("limits-d", Privilege.ROOT)
                .with("user", Arg.text(user))
                .with("item", Arg.text(limit.item()))
                .with("soft", Arg.text(conf(target.soft())))
                .with("hard", Arg.text(conf(target.hard())))
                .with("softOrder", Arg.text(order(target.soft())))
                .with("hardOrder", Arg.text(order(target.hard())));
    }

    /**
     * A part of a file's name by which more comes later: of the files that two instances of the check write, the one with
     * the greater number counts, whichever is written first. limits.conf(5), systemd.unit(5): files are read by their names.
     */
    private static String order(long number) {
        return number == LimitValue.UNLIMITED ? "unlimited" : String.format(Locale.ROOT, "%020d", number);
    }

    /** As limits.conf(5) has it: rounded up to its unit. */
    private String conf(long number) {
        return number == LimitValue.UNLIMITED
                ? "unlimited"
                : Long.toString(number / limit.unit() + (number % limit.unit() == 0 ? 0 : 1));
    }

    /** Of one user, as the user is who has them. */
    private Optional<Judgement> differing(List<Seen> seen) {
        Map<String, Set<LimitPair>> byUser = new LinkedHashMap<>();
        seen.forEach(one -> byUser.computeIfAbsent(one.process().user(), user -> new LinkedHashSet<>())
                .add(one.pair()));
        return byUser.values().stream().anyMatch(pairs -> pairs.size() > 1)
                ? Optional.of(Judgement.warning("contexts-differ", subject).with("found", found(seen)))
                : Optional.empty();
    }

    private List<String> units(UnitLimits known) {
        List<String> all = new ArrayList<>();
        List<String> low = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Judgement mended = Judgement.fail(known.openrc() ? "openrc-too-low" : "unit-too-low", subject);
        for (Map.Entry<String, UnitLimits.Unit> unit : known.units().entrySet()) {
            Optional<LimitPair> pair = known.of(unit.getKey(), limit);
            if (pair.isEmpty()) {
                said.add(Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", unit.getKey()));
                continue;
            }
            String shown = unit.getKey() + " " + pair.get().shown(limit);
            all.add(shown);
            if (!wanted.hold(pair.get())) {
                low.add(shown);
                if (unit.getValue().loaded()) {
                    mended = known.openrc() ? mended : dropIn(mended, unit.getKey(), wanted.target(pair.get()));
                } else {
                    absent.add(unit.getKey());
                }
            }
        }
        if (!low.isEmpty()) {
            Judgement judgement = mended.with("found", Arg.texts(low)).with("directive", limit.directive());
            // systemd shows no drop-in of a unit that is not there, and the unit may set the limit itself.
            said.add(
                    absent.isEmpty()
                            ? judgement
                            : judgement.with("absent", Arg.texts(absent)).withRemedy(Remedy.manual("install-first")));
        }
        return all;
    }

    private Judgement dropIn(Judgement judgement, String unit, LimitPair target) {
        return unit.matches(PLAIN_UNIT)
                ? judgement.withRemedy(Remedy.safe("drop-in", Privilege.ROOT)
                        .with("unit", Arg.text(unit))
                        .with("item", Arg.text(limit.item()))
                        .with("order", Arg.text(order(target.soft()) + "-" + order(target.hard())))
                        .with(
                                "setting",
                                Arg.text(limit.directive() + "=" + systemd(target.soft()) + ":"
                                        + systemd(target.hard()))))
                : judgement.withRemedy(Remedy.manual("write-drop-in"));
    }

    private static String systemd(long number) {
        return number == LimitValue.UNLIMITED ? "infinity" : Long.toString(number);
    }
}
