package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.inventory.Host;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamField;
import dev.preflight.param.ParamSchema;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.yaml.AnnotatedYaml;
import dev.preflight.yaml.YamlOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the first files of a site: a profile, an inventory and a test, with comments that say what to fill in. */
public final class Starter {
    /** The setting of the user who installs. */
    public static final String INSTALL_USER = "install_user";

    /** The setting of the interfaces of the platform. */
    public static final String INTERFACES = "platform_nics";

    /** The setting of the largest packet. */
    public static final String MTU = "expected_mtu";

    /** The setting of the name servers. */
    public static final String NAME_SERVERS = "expected_nameservers";

    private static final String CONTEXTS = "required_contexts";
    private static final String BECOME = "become";

    /** The settings that a site is shown, in this order; the shipped profiles explain all. */
    private static final List<String> SHOWN = List.of(
            INSTALL_USER,
            CONTEXTS,
            BECOME,
            "staging_dir",
            "install_dirs",
            INTERFACES,
            MTU,
            NAME_SERVERS,
            "platform_names");

    /** The answers of a host for the first case, beside the test. */
    private static final String EVIDENCE = "cases/not-reached.yaml";

    private static final String EVIDENCE_TEXT = """
            # A host that refused the connection.
            formatVersion: 1
            startedAt: 2026-01-01T00:00:00Z
            hosts:
              h1:
                address: 10.0.0.1
                failure: refused
                groups: %s
            """;

    private static final Place HERE = Place.of("starter");

    /** Checks that look as the login user only. */
    private static final List<String> AS_LOGIN_USER = List.of("tool-identity");

    private final Catalogue catalogue;
    private final ProfileLoader profiles;

    /** Uses the settings of these checks, and extends these profiles. */
    Starter(Catalogue catalogue, ProfileLoader profiles) {
        this.catalogue = catalogue;
        this.profiles = profiles;
    }

    /** What is wrong with the value of a setting. */
    public List<Problem> problems(String setting, Node value) {
        Problems problems = new Problems();
        Node.Mapping given = new Node.Mapping(List.of(new Node.Entry(setting, value.place(), value)), value.place());
        ParamBinder.settings(catalogue.settings(), given, problems);
        return problems.all();
    }

    /**
     * The texts of the files by their names.
     *
     * @throws ProblemsException if the profile that is extended has problems
     */
    public Map<String, String> files(StarterRequest request) throws ProblemsException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(profileName(request), profile(request));
        if (request.inventory().isEmpty()) {
            files.put(inventoryName(request), inventory(request, groups(request)));
        }
        files.put(testName(request), test(request));
        files.put(EVIDENCE, EVIDENCE_TEXT.formatted(AnnotatedYaml.flow(list(groups(request)))));
        return files;
    }

    /** The names of the files that there will be. */
    public static List<String> names(StarterRequest request) {
        List<String> names = new ArrayList<>(List.of(profileName(request), testName(request), EVIDENCE));
        if (request.inventory().isEmpty()) {
            names.add(inventoryName(request));
        }
        return names;
    }

    /** What the test of the profile is called. */
    public static String testName(StarterRequest request) {
        return request.name() + ".test.yaml";
    }

    /** What the profile is called. */
    public static String profileName(StarterRequest request) {
        return request.name() + ".yaml";
    }

    /** What the inventory is called. */
    public static String inventoryName(StarterRequest request) {
        return request.inventory().orElse("inventory.yaml");
    }

    /** The path of an inventory that there is may be long, and relative to another folder. */
    private static String shownInventory(StarterRequest request) {
        return request.inventory().isPresent() ? "INVENTORY" : inventoryName(request);
    }

    private String profile(StarterRequest request) throws ProblemsException {
        CommentedText text = new CommentedText();
        String profile = profileName(request);
        String inventory = shownInventory(request);
        text.comment("May software be installed on the hosts of " + request.name()
                + "? This profile says what is looked at.");
        text.comment("");
        text.literal("preflight lint -i " + inventory + " " + profile);
        text.literal("preflight test " + testName(request));
        text.literal("preflight run -i " + inventory + " -p " + profile);
        text.literal("preflight profiles show " + request.platform());
        text.comment("");
        text.comment(
                "The last one prints what this profile extends, with comments. `preflight schema --help` says how an"
                        + " editor completes this file and marks what is wrong with it.");
        text.line("name: " + request.name());
        text.line("extends: " + request.platform());
        text.line("");
        text.comment(
                "What Preflight cannot find out by itself. To use a line that begins with '#', fill it in and remove the '#'.");
        text.line("settings:");
        text.indented();
        Map<String, Node> settings = settings(request);
        for (String name : SHOWN) {
            field(name).ifPresent(field -> setting(text, field, Optional.ofNullable(settings.get(name))));
        }
        text.outdented();
        text.comment("Changes to the checks that are inherited, and checks of your own. `preflight checks` lists all,"
                + " `preflight explain CHECK` describes one. Examples:");
        text.literal("nic-link: off                                # is not run");
        text.literal("jq-usable: {severities: {absent: info}}      # counts less");
        text.line("checks:");
        text.indented();
        for (String check : request.logsInAsAnother() ? AS_LOGIN_USER : List.<String>of()) {
            if (profiles.load(request.platform(), List.of()).checks().stream()
                    .anyMatch(one -> one.name().equals(check))) {
                text.comment("It looks as the login user, who is not the user who installs.");
                text.line(check + ": off");
            }
        }
        return text.text();
    }

    private void setting(CommentedText text, ParamField field, Optional<Node> value) {
        text.comment(field.description() + ".");
        String shown = value.map(AnnotatedYaml::flow).orElse(field.example());
        text.line((value.isPresent() ? "" : "# ") + field.name() + ": " + shown);
        text.line("");
    }

    /** The given settings; as another user than the login user one can only be looked at by root. */
    private static Map<String, Node> settings(StarterRequest request) {
        Map<String, Node> settings = new LinkedHashMap<>(request.settings());
        if (request.logsInAsAnother()) {
            settings.putIfAbsent(BECOME, scalar("true", ScalarType.BOOLEAN));
            settings.putIfAbsent(CONTEXTS, list(List.of("su-")));
        }
        return settings;
    }

    /** The groups that the profile names, which an inventory must have. */
    private List<String> groups(StarterRequest request) throws ProblemsException {
        return profiles.load(request.platform(), List.of()).mentions().stream()
                .filter(mention -> mention.kind() == Mention.Kind.GROUP)
                .map(Mention::name)
                .filter(group -> !group.equals("all"))
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<ParamField> field(String name) {
        return catalogue.settings().stream()
                .flatMap(type -> ParamSchema.of(type).fields().stream())
                .filter(field -> field.name().equals(name))
                .findFirst();
    }

    private static String test(StarterRequest request) {
        String test = testName(request);
        CommentedText text = new CommentedText();
        text.comment("Answers that hosts once gave, and what " + profileName(request)
                + " must say of them. No host is involved:");
        text.literal("preflight test " + test);
        text.comment("");
        text.comment("To add a host of yours as a case:");
        text.literal("preflight run -p " + profileName(request) + " -i " + shownInventory(request)
                + " --save-evidence run1");
        text.literal("preflight test --record cases/h1.yaml --from run1 --into " + test);
        text.line("profile: " + profileName(request));
        text.comment(
                "Nothing is measured of a host that is not reached. With a host of yours as a case, take this line out:"
                        + " then each limit and each expectation is changed, and a case must notice.");
        text.line("mutations: {limits: off, expectations: off}");
        text.line("cases:");
        text.indented();
        text.line("- name: a host that is not reached is undecided");
        text.line("  evidence: " + EVIDENCE);
        text.line("  expect: {verdict: undecided, others: any}");
        return text.text();
    }

    private static String inventory(StarterRequest request, List<String> groups) {
        CommentedText text = new CommentedText();
        text.comment(
                "The hosts of " + request.name() + ", in Ansible's form; Ansible can read this file as well. Variables"
                        + " that are used: ansible_host, ansible_port, ansible_user, ansible_ssh_private_key_file, ansible_become.");
        text.comment("Groups beside 'all' are named by groups: in the profile.");
        List<Node.Entry> hosts = new ArrayList<>();
        request.hosts()
                .forEach(host ->
                        hosts.add(entry(host.name(), variables(host, host.user().or(request::installUser)))));
        List<Node.Entry> sections = new ArrayList<>(List.of(entry("hosts", mapping(hosts))));
        if (!groups.isEmpty()) {
            text.comment("The profile looks at some hosts by their groups: name them below children.");
            Node nobody = mapping(List.of(entry("hosts", mapping(List.of()))));
            sections.add(entry(
                    "children",
                    mapping(groups.stream().map(group -> entry(group, nobody)).toList())));
        }
        Node.Mapping all = mapping(sections);
        return text.text() + YamlOut.text(mapping(List.of(entry("all", all))));
    }

    private static Node variables(Host host, Optional<String> login) {
        List<Node.Entry> variables = new ArrayList<>();
        login.ifPresent(user -> variables.add(entry("ansible_user", scalar(user, ScalarType.STRING))));
        if (host.given().port()) {
            variables.add(entry("ansible_port", scalar(Integer.toString(host.port()), ScalarType.INTEGER)));
        }
        return mapping(variables);
    }

    /** A value as it was typed: digits alone are a number. */
    public static Node value(String text) {
        return scalar(text, text.matches("0|[1-9]\\d{0,9}") ? ScalarType.INTEGER : ScalarType.STRING);
    }

    private static Node scalar(String text, ScalarType type) {
        return new Node.Scalar(text, type, HERE);
    }

    /** A list of texts as a profile writes it. */
    public static Node list(List<String> texts) {
        return new Node.Sequence(
                texts.stream().map(text -> scalar(text, ScalarType.STRING)).toList(), HERE);
    }

    private static Node.Mapping mapping(List<Node.Entry> entries) {
        return new Node.Mapping(entries, HERE);
    }

    private static Node.Entry entry(String key, Node value) {
        return new Node.Entry(key, HERE, value);
    }
}
