package dev.preflight.checks.accounts;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.fact.FactRequest;
import java.util.List;

/**
 * Accounts are as the installer needs them, or their numbers are free for it to make them. Files alone do not tell: an
 * account may come from a directory, and useradd then refuses to make it, or makes a second one (goss#482).
 *
 * <p>Sources: passwd(5), shadow(5), chage(1), subuid(5), sudoers(5); st2-packages#264 (requiretty), sudo#73 (a list that
 * asks for a password itself).
 */
public final class UserAccountCheck implements HostCheck<UserAccountCheck.Params> {
    private static final CheckSpec<Params> SPEC = CheckSpec.of("user-account", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("absent")
            .code("present")
            .code("wrong-uid")
            .code("uid-taken")
            .code("wrong-gid")
            .code("gid-taken")
            .code("not-in-group")
            .code("wrong-home")
            .code("home-missing")
            .code("home-owner")
            .code("wrong-shell")
            .code("shell-not-a-login")
            .code("expired")
            .code("locked", Severity.WARNING)
            .code("sudo-not-allowed")
            .code("sudo-needs-password")
            .code("sudo-needs-tty")
            .code("subids-missing")
            .code("only-in-directory", Severity.INFO);

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required by user, or by group behind group:",
                    example =
                            "{platform: {uid: 1001, member_of: [docker], sudo: {nopasswd: true}}, \"group:docker\": {gid: 998}}",
                    shape = Shape.ACCOUNT,
                    kind = Kind.LOCATOR)
            Rows<AccountLimits> require) {
        /** Of a group only its number can be required. */
        public Params {
            require.table().stream()
                    .filter(row -> row.key().startsWith(AccountLimits.GROUP)
                            && row.limits().ofUser())
                    .findFirst()
                    .ifPresent(row -> {
                        throw new IllegalArgumentException(
                                "require: " + row.key() + ": of a group only exists and gid can be required");
                    });
        }
    }

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(accounts(params));
    }

    private static FactRequest<Accounts> accounts(Params params) {
        return Accounts.FACT
                .request()
                .withArguments(params.require().asked(row -> row.limits().asked(row.key())));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Accounts accounts = facts.get(accounts(params));
        return params.require().all().stream()
                .flatMap(row -> row.key().startsWith(AccountLimits.GROUP)
                        ? new GroupRow(row.key(), row.limits(), accounts).judged()
                        : new UserRow(row.key(), row.limits(), accounts).judged())
                .toList();
    }
}
