package dev.preflight.checks.accounts;

import dev.preflight.api.PublishedFact;
import dev.preflight.api.Shape;
import dev.preflight.checks.fact.Fields;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;

/** What checks of a profile may read of accounts. */
public final class AccountFacts {
    private static final ValueType TYPE = Fields.type(
            "name", Simple.TEXT,
            "uid", Simple.INT,
            "gid", Simple.INT,
            "home", Simple.TEXT,
            "shell", Simple.TEXT,
            "groups", new ListOf(Simple.TEXT));

    private AccountFacts() {}

    /** All of them. */
    public static List<PublishedFact<?>> published() {
        return List.of(PublishedFact.of(
                "account",
                Shape.USER,
                TYPE,
                name -> Account.FACT.request().withArguments(List.of(name)),
                (account, name) -> Reading.got(account.map(AccountFacts::row).orElseGet(Value.Absent::new))));
    }

    /** The locale that programs get which the login user calls; for comparing hosts. */
    public static PublishedFact<?> locale() {
        return PublishedFact.ofHost(
                "locale",
                Simple.TEXT,
                Locales.FACT.in(Context.EXEC),
                locales -> Reading.got(new Value.Text(locales.compared())));
    }

    /** A limit of what the login user calls, {@code 1024:524288}; for comparing hosts. */
    public static PublishedFact<?> limit() {
        return PublishedFact.of(
                "limit",
                Shape.LIMIT,
                Simple.TEXT,
                name -> ProcessLimits.FACT.in(Context.EXEC),
                (process, name) -> Limit.of(name)
                        .<Reading<Value>>map(limit ->
                                Reading.got(new Value.Text(process.of(limit).shown(limit))))
                        .orElseGet(() -> Reading.missing(Reason.NOT_COLLECTED, name)));
    }

    private static Value row(Account account) {
        return new Fields()
                .text("name", account.name())
                .whole("uid", account.uid())
                .whole("gid", account.gid())
                .text("home", account.home())
                .text("shell", account.shell())
                .texts("groups", account.groups())
                .row();
    }
}
