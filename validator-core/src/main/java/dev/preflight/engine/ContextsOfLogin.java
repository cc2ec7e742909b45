package dev.preflight.engine;

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
 * Whether the contexts that a profile requires of an install user can be had by who logs in. A session of another user is
 * had by root alone, and what sshd gives that user by nobody: such a run could not tell it of a single host.
 */
final class ContextsOfLogin {
    private static final String ROOT = "root";

    private static final Set<Context> OF_ROOT = Set.of(Context.SUDO, Context.SUDO_I, Context.SU, Context.SU_LOGIN);

    private ContextsOfLogin() {}

    /** Who is meant, and who logs in. */
    private record Users(String install, String login, boolean root) {
        boolean has(Context context) {
            return switch (context) {
                case EXEC, LOGIN, UPLOAD -> false;
                case SU, SU_LOGIN, SUDO, SUDO_I -> root;
                case CLEAN, UNIT, CRON -> true;
            };
        }
    }

    /** Notes each install user who is not who logs in, with the contexts that cannot be had so, and those that can. */
    static void check(Profile profile, List<HostPlan> plans, Problems problems) {
        List<Context> required = profile.settings().requiredContexts();
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
                "install_user " + users.install() + " is not " + users.login() + ", who logs in to "
                        + first(hosts.getOrDefault(users, List.of())) + ": these of required_contexts cannot be had: "
                        + ids(contexts),
                "log in as " + users.install() + (users.root() ? "" : ", or set become: true")
                        + "; or name only contexts that can be had: "
                        + ids(Arrays.stream(Context.values())
                                .filter(context -> context != Context.CLEAN && users.has(context))
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
