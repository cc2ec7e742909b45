package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.ProfileChoice;
import dev.preflight.app.Starter;
import dev.preflight.app.StarterRequest;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.HostArgument;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a site says of itself, by options or by answers. */
final class StarterOptions {
    /** Names of files that need no quotes in any shell. */
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the site and of its profile. Default: site.")
    private String name = "site";

    @Option(names = "--platform", paramLabel = "PROFILE", description = "Shipped profile that the new one extends.")
    private @Nullable String platform;

    @Option(names = "--host", paramLabel = "USER@NAME:PORT", description = "A host of the inventory. Repeatable.")
    private @Nullable List<String> hosts;

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "The inventory, if there is one already; none is written then.")
    private @Nullable Path inventory;

    @Option(names = "--install-user", paramLabel = "USER", description = "User who installs, if not the login user.")
    private @Nullable String installUser;

    @Option(names = "--interface", paramLabel = "NAME", description = "Interface of a platform network. Repeatable.")
    private @Nullable List<String> interfaces;

    @Option(names = "--mtu", paramLabel = "BYTES", description = "Largest packet that the networks must carry.")
    private @Nullable String mtu;

    @Option(names = "--name-server", paramLabel = "ADDRESS", description = "Name server of the hosts. Repeatable.")
    private @Nullable List<String> nameServers;

    /** The inventory that there is. */
    Optional<Path> inventory() {
        return Optional.ofNullable(inventory);
    }

    /** The names of the files that will be written. */
    List<String> files() throws ProblemsException {
        if (!name.matches(NAME)) {
            throw new ProblemsException(
                    Place.of("--name"), "expected letters, digits, '.', '_' and '-', found '" + name + "'", "");
        }
        StarterRequest shape =
                new StarterRequest(name, "", List.of(), inventory().map(Path::toString), Map.of());
        return Starter.names(shape);
    }

    /**
     * The request; what no option gives is asked.
     *
     * @throws ProblemsException with what is wrong with the options, or missing
     */
    StarterRequest request(Preflight preflight, Questions questions) throws ProblemsException {
        Given given = new Given(preflight, questions);
        String extended = given.platform(platform);
        List<Host> all = inventory == null
                ? given.hosts(hosts)
                : InventoryLoader.load(inventory).hosts();
        given.text("--install-user", Starter.INSTALL_USER, installUser, "User who installs [the login user]");
        given.list("--interface", Starter.INTERFACES, interfaces, "Network interfaces of the platform [none]");
        given.text("--mtu", Starter.MTU, mtu, "Largest packet that its networks must carry, in bytes [1500]");
        given.list("--name-server", Starter.NAME_SERVERS, nameServers, "Name servers of the hosts [not looked at]");
        return new StarterRequest(name, extended, all, inventory().map(Path::toString), given.settings);
    }

    /** Reads one thing after the other. */
    private record Given(Preflight preflight, Questions questions, Map<String, Node> settings) {
        Given(Preflight preflight, Questions questions) {
            this(preflight, questions, new LinkedHashMap<>());
        }

        String platform(@Nullable String option) throws ProblemsException {
            if (option != null) {
                return known(option);
            }
            return questions
                    .ask(
                            "Profile of the platform, one of `preflight profiles` [" + ProfileChoice.DEFAULT + "]",
                            answer -> known(answer.isEmpty() ? ProfileChoice.DEFAULT : answer))
                    .orElse(ProfileChoice.DEFAULT);
        }

        private String known(String profile) throws ProblemsException {
            List<String> all = preflight.shippedProfiles();
            if (!all.contains(profile)) {
                throw new ProblemsException(
                        Place.of("--platform"), "no profile '" + profile + "' ships", Suggestion.hint(profile, all));
            }
            return profile;
        }

        List<Host> hosts(@Nullable List<String> option) throws ProblemsException {
            return option != null
                    ? named(option)
                    : questions
                            .ask(
                                    "Hosts, as USER@NAME:PORT; user and port may be left out",
                                    answer -> named(Questions.words(answer)))
                            .orElseThrow(() -> new ProblemsException(
                                    Place.of("--host"), "no host is named", "give --host, or the inventory with -i"));
        }

        private static List<Host> named(List<String> texts) throws ProblemsException {
            if (texts.isEmpty()) {
                throw new ProblemsException(Place.of("--host"), "no host is named", "name at least one");
            }
            return HostArgument.parseAll(texts).hosts();
        }

        void text(String option, String setting, @Nullable String given, String question) throws ProblemsException {
            Optional<String> text = given != null
                    ? Optional.of(checked(option, setting, given))
                    : questions.ask(question, answer -> answer.isEmpty() ? "" : checked(option, setting, answer));
            text.filter(one -> !one.isEmpty()).ifPresent(one -> settings.put(setting, Starter.value(one)));
        }

        private String checked(String option, String setting, String text) throws ProblemsException {
            check(option, setting, Starter.value(text));
            return text;
        }

        void list(String option, String setting, @Nullable List<String> given, String question)
                throws ProblemsException {
            Optional<List<String>> texts = given != null
                    ? Optional.of(checked(option, setting, given))
                    : questions.ask(question, answer -> checked(option, setting, Questions.words(answer)));
            texts.filter(all -> !all.isEmpty()).ifPresent(all -> settings.put(setting, Starter.list(all)));
        }

        private List<String> checked(String option, String setting, List<String> texts) throws ProblemsException {
            check(option, setting, Starter.list(texts));
            return texts;
        }

        private void check(String option, String setting, Node value) throws ProblemsException {
            Problems problems = new Problems();
            for (Problem problem : preflight.starter().problems(setting, value)) {
                problems.add(Place.of(option), problem.message(), "");
            }
            problems.throwIfAny();
        }
    }
}
