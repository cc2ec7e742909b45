package dev.preflight.checks.accounts;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.function.Function;

/**
 * A fact that a check asks for in each way in which the installer runs commands.
 *
 * @param fact what is asked
 * @param installUser as whom; empty means the login user
 * @param arguments what its probe gets
 */
record InContext<T>(Fact<T> fact, String installUser, List<String> arguments) {
    /** The setting without which the context {@code unit} is that of no service. */
    static final String INSTALL_UNITS = "install_units";

    InContext {
        arguments = List.copyOf(arguments);
    }

    /** The fact in this context, as the install user. */
    FactRequest<T> request(Context context) {
        FactRequest<T> request = fact.in(context).withArguments(arguments);
        return installUser.isEmpty() ? request : request.as(installUser);
    }

    /** These needs and the fact in this context. */
    Needs addedTo(Needs needs, Context context) {
        return needs.each(request(context));
    }

    /** What is said of this context: what this judge says of the fact, or why it cannot be judged. */
    List<Judgement> judged(HostFacts facts, Context context, Function<T, List<Judgement>> judge) {
        if (lacksInstallUser(context)) {
            return List.of(settingMissing(context, "install_user"));
        }
        FactRequest<T> request = request(context);
        return facts
                .reading(request)
                .<List<Judgement>>fold(judge, missing -> List.of(Judgement.unknown(missing, subject(context))))
                .stream()
                .map(judgement -> judgement.basedOn(request))
                .toList();
    }

    /** Whether the context cannot be entered until the site has said who its install user is. */
    boolean lacksInstallUser(Context context) {
        return installUser.isEmpty() && context.needsUser();
    }

    /**
     * The site has to set something before this context can be looked at. Lint says so first; this is for a profile that
     * was recorded as it is.
     */
    static Judgement settingMissing(Context context, String setting) {
        return Judgement.unknown(Reason.SETTING_MISSING, subject(context)).with("detail", setting);
    }

    /** The context as that of which something is said. */
    static Subject subject(Context context) {
        return Subject.of("context", context.id());
    }
}
