package dev.preflight.engine;

import dev.preflight.api.Settings;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the contexts that a profile requires of an install user can be checked by the login user. Only root can start a
 * session of another user, and not even root can get what sshd gives that user: such a run would be undetermined on every
 * host.
 */
final class ContextsOfLogin {
    private static final String ROOT = "root";

    private static final Set<Context> OF_ROOT = Set.of(Context.SUDO, Context.SUDO_I, Context.SU, Context.SU_LOGIN);

    private ContextsOfLogin() {}

    /** The install user, and the login user. */
    private record Users(String install, String login, boolean root) {
        boolean has(Context context) {
            return switch (context) {
                case EXEC, LOGIN, UPLOAD -> false;
                case SU, SU_LOGIN, SUDO, SUDO_I -> root;
                case CLEAN, UNIT, CRON -> true;
            };
        }
    }

    /** Notes each install user who is not the login user, with the contexts that cannot be checked, and those that can. */
    static void check(Profile profile, List<HostPlan> plans, Problems problems) {
        List<Context> required = profile.settings().of(Settings.class).requiredContexts();
        Map<Users, Set<Context>> refused = new LinkedHashMap<>();
        Map<Users, List<String>> hosts = new LinkedHashMap<>();
        for (HostPlan plan : plans) {
            for (CheckInstance<?> instance : plan.checks()) {
                for (FactRequest<?> request : needs(instance)) {
                    String login = plan.loginUser();
                    Users users = new Users(request.user().orElse(login), login, plan.become() || login.equals(ROOT));
                    // A check may look where it can, too, without that anybody required it.
                    boolean asked = !OF_ROOT.contains(request.context()) || required.contains(request.context());
                    if (asked && !users.install().equals(login) && !users.has(request.context())) {
                        refused.computeIfAbsent(users, key -> new LinkedHashSet<>())
                                .add(request.context());
                        List<String> named = hosts.computeIfAbsent(users, key -> new ArrayList<>());
                        if (!named.contains(plan.host().name())) {
                            named.add(plan.host().name());
                        }
                    }
                }
            }
        }
        refused.forEach((users, contexts) -> problems.add(
                Place.of("settings.required_contexts"),
                "install_user is " + users.install() + ", but the login user of "
                        + first(hosts.getOrDefault(users, List.of())) + " is " + users.login()
                        + ": these required_contexts cannot be checked: " + ids(contexts),
                "log in as " + users.install() + " (ansible_user, or --user)"
                        + (users.root() ? "" : ", or become root (--set settings.become=true)")
                        + "; or name only contexts that can be checked: "
                        + ids(Arrays.stream(Context.values())
                                .filter(context -> context.mayBeNamed() && users.has(context))
                                .collect(Collectors.toCollection(LinkedHashSet::new)))));
    }

    private static <P extends Record> List<FactRequest<?>> needs(CheckInstance<P> instance) {
        return instance.check().needs(instance.params()).all();
    }

    private static String first(List<String> hosts) {
        String first = hosts.stream().findFirst().orElse("");
        return first + (hosts.size() > 1 ? " and " + (hosts.size() - 1) + " more" : "");
    }

    private static String ids(Set<Context> contexts) {
        return contexts.stream().map(Context::id).collect(Collectors.joining(", "));
    }
}
