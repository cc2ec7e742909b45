package dev.preflight.checks.accounts;

import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
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
    /** The code for a context that cannot be looked at until the site has set something. */
    static final String SETTING_MISSING = "setting-missing";

    InContext {
        arguments = List.copyOf(arguments);
    }

    /** The fact in this context, as the install user. */
    FactRequest<T> request(Context context) {
        FactRequest<T> request = fact.in(context).withArguments(arguments);
        return installUser.isEmpty() ? request : request.as(installUser);
    }

    /** These needs and the fact in this context, if the context can be entered. */
    Needs addedTo(Needs needs, Context context) {
        return lacksInstallUser(context) ? needs : needs.each(request(context));
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
        return installUser.isEmpty() && (context == Context.SU || context == Context.SU_LOGIN);
    }

    /** The site has to set something before this context can be looked at. */
    static Judgement settingMissing(Context context, String setting) {
        return Judgement.notApplicable(SETTING_MISSING, subject(context)).with("setting", setting);
    }

    /** The context as that of which something is said. */
    static Subject subject(Context context) {
        return Subject.of("context", context.id());
    }
}
