package dev.preflight.checks.accounts;

import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;

/** What a check asks for that looks at a host in each way in which the installer runs commands. */
final class InContext {
    private InContext() {}

    /** The fact in this context, as the install user; an empty install user means the login user. */
    public static <T> FactRequest<T> of(Fact<T> fact, Context context, String installUser) {
        return installUser.isEmpty() ? fact.in(context) : fact.in(context).as(installUser);
    }

    /** Whether the context cannot be entered until the site has said who its install user is. */
    public static boolean lacksInstallUser(Context context, String installUser) {
        return installUser.isEmpty() && (context == Context.SU || context == Context.SU_LOGIN);
    }
}
