package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.node.Ascii;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What is said of a user that a row of user-account is about. */
record UserRow(String key, AccountLimits limits, Accounts accounts) {

    Stream<Judgement> judged() {
        return accounts.user(key)
                .<Stream<Judgement>>fold(
                        user -> user.map(this::there).orElseGet(this::absent),
                        missing -> Stream.of(Judgement.unknown(missing, subject())))
                .map(one -> one.with("account", key));
    }

    private Subject subject() {
        return Subject.of("account", key);
    }

    private Stream<Judgement> absent() {
        List<Judgement> said = new ArrayList<>();
        if (limits.mustExist()) {
            said.add(mendedByUseradd(Judgement.fail("absent", subject())));
        }
        limits.uid().ifPresent(uid -> uidTaken(uid).ifPresent(said::add));
        limits.gid()
                .ifPresent(
                        gid -> GroupRow.gidTaken(subject(), gid, limits.group().orElse(key), accounts)
                                .ifPresent(said::add));
        return said.isEmpty() ? Stream.of(Judgement.pass(subject()).with("state", "absent")) : said.stream();
    }

    private Judgement mendedByUseradd(Judgement judgement) {
        // Groups that are not there are made first, and numbers that are taken are no remedy.
        boolean groups = Stream.concat(limits.group().stream(), limits.memberOf().stream())
                .allMatch(name -> accounts.group(name).fold(Optional::isPresent, missing -> false));
        boolean free =
                limits.uid().flatMap(this::uidTaken).isEmpty() && limits.gid().isEmpty();
        if (!groups || !free) {
            return judgement;
        }
        return judgement.withRemedy(Remedy.confirm("add-user", Privilege.ROOT)
                .with("user", Arg.text(key))
                .with("uid", Arg.text(limits.uid().map(String::valueOf).orElse("")))
                .with("home", Arg.text(limits.home().orElse("")))
                .with("shell", Arg.text(limits.shell().stream().findFirst().orElse("")))
                .with("group", Arg.text(limits.group().orElse("")))
                .with("groups", Arg.text(String.join(",", limits.memberOf()))));
    }

    /** What is said if another user has a number, or if that is not known. */
    private Optional<Judgement> uidTaken(long uid) {
        return accounts.holders("uid:" + uid)
                .fold(
                        holders -> holders.stream()
                                .filter(other -> !plain(other).equals(plain(key)))
                                .findFirst()
                                .map(other -> Judgement.fail("uid-taken", subject())
                                        .with("uid", Long.toString(uid))
                                        .with("holder", other)),
                        missing -> Optional.of(Judgement.unknown(missing, subject())));
    }

    /** A directory of users may give a name with its domain, or without. */
    private static String plain(String name) {
        return Ascii.lower(name.replaceFirst("^.*\\\\", "").replaceFirst("@.*", ""));
    }

    private Stream<Judgement> there(UserAccount user) {
        if (limits.exists().equals(Optional.of(false))) {
            return Stream.of(Judgement.fail("present", subject()).with("state", user.describe()));
        }
        List<Judgement> said = new ArrayList<>();
        numbers(user, said);
        groups(user, said);
        limits.home().ifPresent(home -> said.addAll(home(user, home)));
        shell(user).ifPresent(said::add);
        if (limits.notExpired()) {
            said.addAll(known(user.age(), this::age));
        }
        limits.sudo()
                .ifPresent(sudo -> said.addAll(known(
                        user.sudo(),
                        (subject, rules) -> new SudoVerdict(
                                        subject, key, sudo, user.uid() == 0 ? rules.ofRoot() : rules)
                                .judged())));
        limits.subids().ifPresent(least -> said.addAll(subids(user, least)));
        if (said.isEmpty()) {
            Judgement good =
                    user.inFiles() ? Judgement.pass(subject()) : Judgement.warning("only-in-directory", subject());
            said.add(good.with("state", user.describe()));
        }
        return said.stream();
    }

    private <T> List<Judgement> known(Reading<T> reading, BiFunction<Subject, T, List<Judgement>> judge) {
        return reading.fold(
                value -> judge.apply(subject(), value), missing -> List.of(Judgement.unknown(missing, subject())));
    }

    private void numbers(UserAccount user, List<Judgement> said) {
        limits.uid().ifPresent(uid -> {
            if (uid == user.uid()) {
                uidTaken(uid).ifPresent(said::add);
                return;
            }
            Judgement wrong = Judgement.fail("wrong-uid", subject())
                    .with("uid", Long.toString(user.uid()))
                    .with("required", Long.toString(uid));
            Optional<String> holder = accounts.holders("uid:" + uid)
                    .fold(others -> others.stream().findFirst(), missing -> Optional.empty());
            said.add(holder.map(other -> wrong.with("holder", other)).orElse(wrong));
        });
        Optional<Long> ofName = limits.group()
                .flatMap(name -> accounts.group(name).fold(gid -> gid, missing -> Optional.<Long>empty()));
        boolean wrongName = limits.group().isPresent() && !ofName.equals(Optional.of(user.gid()));
        boolean wrongNumber = limits.gid().filter(gid -> gid != user.gid()).isPresent();
        Optional<Judgement> unread = limits.group()
                .filter(name -> wrongName)
                .flatMap(name -> accounts.group(name)
                        .fold(gid -> Optional.empty(), missing -> Optional.of(Judgement.unknown(missing, subject()))));
        if (unread.isPresent()) {
            said.add(unread.get());
        } else if (wrongName || wrongNumber) {
            said.add(Judgement.fail("wrong-gid", subject())
                    .with("gid", Long.toString(user.gid()))
                    .with(
                            "required",
                            Stream.concat(limits.group().stream(), limits.gid().map(String::valueOf).stream())
                                    .reduce((one, other) -> one + ", " + other)
                                    .orElse("")));
        } else {
            // Another group with the number of this one, where both are required.
            limits.group()
                    .flatMap(name -> limits.gid().flatMap(gid -> GroupRow.gidTaken(subject(), gid, name, accounts)))
                    .ifPresent(said::add);
        }
    }

    private void groups(UserAccount user, List<Judgement> said) {
        List<String> lacks = new ArrayList<>();
        for (String name : limits.memberOf()) {
            accounts.group(name)
                    .<Optional<Judgement>>fold(
                            gid -> {
                                if (gid.filter(user.groups()::contains).isEmpty()) {
                                    lacks.add(name);
                                }
                                return Optional.empty();
                            },
                            missing -> Optional.of(Judgement.unknown(missing, subject())))
                    .ifPresent(said::add);
        }
        if (lacks.isEmpty()) {
            return;
        }
        Judgement judgement = Judgement.fail("not-in-group", subject()).with("groups", Arg.texts(lacks));
        boolean all = lacks.stream().allMatch(name -> accounts.group(name).fold(Optional::isPresent, missing -> false));
        if (all && user.inFiles()) {
            for (String name : lacks) {
                Remedy remedy = Remedy.confirm("add-to-group", Privilege.ROOT)
                        .with("user", Arg.text(key))
                        .with("group", Arg.text(name));
                judgement = judgement.withRemedy(judgement.remedies().isEmpty() ? remedy : remedy.asWell());
            }
        }
        said.add(judgement);
    }

    private List<Judgement> home(UserAccount user, String required) {
        if (!user.home().equals(required)) {
            return List.of(Judgement.fail("wrong-home", subject())
                    .with("home", user.home())
                    .with("required", required));
        }
        return user.owner()
                .fold(
                        owner -> {
                            if (owner.isEmpty()) {
                                return List.of(Judgement.fail("home-missing", subject())
                                        .with("home", required));
                            }
                            return owner.get() == user.uid()
                                    ? List.of()
                                    : List.of(Judgement.fail("home-owner", subject())
                                            .with("home", required)
                                            .with("owner", Long.toString(owner.get()))
                                            .with("required", Long.toString(user.uid())));
                        },
                        missing -> List.of(Judgement.unknown(missing, subject())));
    }

    private Optional<Judgement> shell(UserAccount user) {
        boolean asked = limits.login() || !limits.shell().isEmpty();
        if (!asked) {
            return Optional.empty();
        }
        boolean named = limits.shell().stream().anyMatch(user::hasShell);
        Arg shell = Arg.text(user.shell().isEmpty() ? "/bin/sh" : user.shell());
        // A profile that names nologin wants an account without a login.
        if (user.refusesLogins() && (limits.login() || !named)) {
            return Optional.of(Judgement.fail("shell-not-a-login", subject()).with("shell", shell));
        }
        return named || limits.shell().isEmpty()
                ? Optional.empty()
                : Optional.of(Judgement.fail("wrong-shell", subject())
                        .with("shell", shell)
                        .with("required", Arg.texts(limits.shell())));
    }

    /** As pam_unix decides: the day of expiry is no longer good, the last day of a password is. */
    private List<Judgement> age(Subject subject, AccountAge age) {
        if (accounts.today().isEmpty()) {
            return List.of(Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", "date"));
        }
        long today = accounts.today().get();
        Judgement expired = Judgement.fail("expired", subject);
        Optional<Long> ended = age.expires().filter(day -> today >= day);
        if (ended.isPresent()) {
            return List.of(expired.with("accountDay", day(ended.get()))
                    .withRemedy(Remedy.confirm("never-expire", Privilege.ROOT)
                            .with("user", Arg.text(key))
                            .with("before", Arg.text(Long.toString(ended.get())))));
        }
        if (age.mustChange()) {
            return List.of(expired.with("forced", "chage -d 0"));
        }
        Optional<Long> over = age.lastDay().filter(day -> today > day);
        if (over.isPresent()) {
            return List.of(expired.with("passwordDay", day(over.get())));
        }
        return age.locked() ? List.of(Judgement.warning("locked", subject)) : List.of();
    }

    private static String day(long sinceEpoch) {
        // A year of six digits is as far as any date goes.
        return LocalDate.ofEpochDay(Math.min(sinceEpoch, 365_000_000L)).toString();
    }

    private List<Judgement> subids(UserAccount user, int least) {
        List<Judgement> said = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        subid("subuid", user.subuids(), least, lacks).ifPresent(said::add);
        subid("subgid", user.subgids(), least, lacks).ifPresent(said::add);
        if (!lacks.isEmpty()) {
            // A directory may have what the files lack.
            said.add(
                    accounts.subidsElsewhere()
                            ? Judgement.unknown(Reason.AMBIGUOUS, subject()).with("detail", "nsswitch.conf: subid")
                            : Judgement.fail("subids-missing", subject())
                                    .with("found", Arg.texts(lacks))
                                    .with("least", Arg.count(least)));
        }
        return said.stream().anyMatch(one -> one.outcome() == Outcome.FAIL)
                ? said.stream().filter(one -> one.outcome() == Outcome.FAIL).toList()
                : said;
    }

    private Optional<Judgement> subid(String file, Reading<Long> found, int least, List<String> lacks) {
        return found.fold(
                count -> {
                    if (count < least) {
                        lacks.add(file + ": " + count);
                    }
                    return Optional.empty();
                },
                missing -> Optional.of(Judgement.unknown(missing, subject())));
    }
}
