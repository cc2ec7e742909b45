package dev.preflight.checks.accounts;

import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of a group that a row of user-account is about. */
record GroupRow(String key, AccountLimits limits, Accounts accounts) {

    Stream<Judgement> judged() {
        String name = key.substring(AccountLimits.GROUP.length());
        Subject subject = Subject.of("account", key);
        return accounts.group(name)
                .fold(
                        group -> Stream.of(group.map(gid -> there(subject, gid))
                                .orElseGet(() -> absent(subject, name))
                                .with("account", key)),
                        missing -> Stream.of(Judgement.unknown(missing, subject)));
    }

    private Judgement there(Subject subject, long gid) {
        if (limits.exists().equals(Optional.of(false))) {
            return Judgement.fail("present", subject).with("state", "gid " + gid);
        }
        Optional<Long> wanted = limits.gid();
        if (wanted.filter(number -> number != gid).isPresent()) {
            return Judgement.fail("wrong-gid", subject)
                    .with("gid", Long.toString(gid))
                    .with("required", Long.toString(wanted.orElseThrow()));
        }
        return wanted.flatMap(
                        number -> gidTaken(subject, number, key.substring(AccountLimits.GROUP.length()), accounts))
                .orElseGet(() -> Judgement.pass(subject).with("state", "gid " + gid));
    }

    private Judgement absent(Subject subject, String name) {
        Optional<Judgement> taken = limits.gid().flatMap(gid -> gidTaken(subject, gid, name, accounts));
        if (taken.isPresent()) {
            return taken.get();
        }
        return limits.mustExist()
                ? Judgement.fail("absent", subject)
                : Judgement.pass(subject).with("state", "absent");
    }

    /** What is said if another group than this one has a number, or if that is not known. */
    static Optional<Judgement> gidTaken(Subject subject, long gid, String name, Accounts accounts) {
        return accounts.holders("gid:" + gid)
                .fold(
                        holders -> holders.stream()
                                .filter(other -> !other.equals(name))
                                .findFirst()
                                .map(other -> Judgement.fail("gid-taken", subject)
                                        .with("gid", Long.toString(gid))
                                        .with("holder", other)),
                        missing -> Optional.of(Judgement.unknown(missing, subject)));
    }
}
