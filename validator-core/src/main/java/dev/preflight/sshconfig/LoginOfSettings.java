package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SshLogin.Family;
import dev.preflight.sshconfig.SshLogin.IdentityAgent;
import dev.preflight.sshconfig.SshLogin.Keys;
import dev.preflight.sshconfig.SshLogin.KnownKeys;
import dev.preflight.sshconfig.SshLogin.Methods;
import dev.preflight.sshconfig.SshLogin.Patience;
import dev.preflight.sshconfig.SshLogin.Proxy;
import dev.preflight.sshconfig.SshLogin.Target;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes the login of one host out of its settings. */
final class LoginOfSettings {
    private static final Set<String> NO = Set.of("no", "false");
    private static final List<String> NOT_CARRIED_OUT = List.of("revokedhostkeys", "proxyusefdpass");
    private static final Set<String> YES = Set.of("yes", "true");

    private final SshAsk ask;
    private final Settings settings;
    private final Surroundings here;

    /** Whether ssh has replaced tokens already where its version does so for {@code -G}. */
    private final boolean ofClient;

    private LoginOfSettings(SshAsk ask, Settings settings, Surroundings here, boolean ofClient) {
        this.ask = ask;
        this.settings = settings;
        this.here = here;
        this.ofClient = ofClient;
    }

    /** The login by our own reading. */
    static SshLogin ofOwn(SshAsk ask, Settings settings, Surroundings here) throws ProblemsException {
        return new LoginOfSettings(ask, settings, here, false).login();
    }

    /** The login by what {@code ssh -G} says. */
    static SshLogin ofClient(SshAsk ask, Settings settings, Surroundings here) throws ProblemsException {
        return new LoginOfSettings(ask, settings, here, true).login();
    }

    private SshLogin login() throws ProblemsException {
        for (String keyword : NOT_CARRIED_OUT) {
            if (settings.one(keyword)
                    .filter(value -> !Keywords.harmless(keyword, value))
                    .isPresent()) {
                throw new ProblemsException(
                        ask.place(),
                        "ssh_config says '" + keyword + "' for the host '" + ask.name()
                                + "', which is not supported here",
                        "leave it out for this host, or run Preflight on a machine whose ssh_config does not say so");
            }
        }
        Target target = target();
        if (settings.unlessNone(Settings.PROXY_JUMP)
                .filter(jump -> JumpLoop.is(jump, target))
                .isPresent()) {
            throw wrong("the jump host of the host '" + ask.name() + "' is this host itself");
        }
        Optional<String> alias = settings.one("hostkeyalias").map(Ascii::lower);
        Tokens tokens = Tokens.ofPaths(here, target, alias);
        SshLogin plain = SshLogin.plain(target.address(), target.port(), target.user(), here.home());
        return new SshLogin(
                target,
                keys(tokens),
                new KnownKeys(
                        alias,
                        known(Settings.USER_KNOWN, tokens, plain.known().userFiles()),
                        known(Settings.GLOBAL_KNOWN, tokens, plain.known().globalFiles()),
                        strict()),
                new Proxy(settings.unlessNone(Settings.PROXY_JUMP), settings.unlessNone(Settings.PROXY_COMMAND)),
                new Patience(timeout(), number("connectionattempts").orElse(1)),
                methods());
    }

    private Target target() throws ProblemsException {
        String address = ask.name();
        Optional<String> hostName = settings.one(Settings.HOST_NAME);
        if (hostName.isPresent()) {
            try {
                Tokens tokens = new Tokens(here, Map.of('h', ask.name()));
                address = ofClient ? hostName.get() : tokens.replaced(hostName.get(), false);
            } catch (Tokens.Unknown e) {
                throw wrong("the HostName of this host " + e.getMessage());
            }
        }
        return new Target(
                ask.name(),
                Ascii.lower(address),
                number(Settings.PORT).orElse(SshLogin.DEFAULT_PORT),
                settings.one(Settings.USER).orElse(here.user()),
                switch (Ascii.lower(settings.one(Settings.ADDRESS_FAMILY).orElse("any"))) {
                    case "inet" -> Family.INET;
                    case "inet6" -> Family.INET6;
                    default -> Family.ANY;
                },
                settings.one("bindaddress"),
                settings.one("bindinterface"));
    }

    private Keys keys(Tokens tokens) throws ProblemsException {
        List<String> named = settings.all(Settings.IDENTITY_FILE);
        boolean usual = named.isEmpty() || (ofClient && UsualKeys.areAll(named));
        return new Keys(
                usual ? List.of() : paths(Settings.IDENTITY_FILE, named, tokens),
                !usual,
                flag("identitiesonly", false),
                paths(Settings.CERTIFICATE_FILE, settings.all(Settings.CERTIFICATE_FILE), tokens),
                agent(tokens));
    }

    private IdentityAgent agent(Tokens tokens) throws ProblemsException {
        String named = settings.one("identityagent").orElse("SSH_AUTH_SOCK");
        if (named.equals("SSH_AUTH_SOCK") || named.equals("$SSH_AUTH_SOCK")) {
            return IdentityAgent.OF_ENVIRONMENT;
        }
        if (named.equalsIgnoreCase("none")) {
            return IdentityAgent.NONE;
        }
        if (named.startsWith("$") && !named.startsWith("${")) {
            // As ssh: a variable that is not set names no agent.
            String value = here.environment().getOrDefault(named.substring(1), "");
            return value.isEmpty() ? IdentityAgent.NONE : IdentityAgent.at(path("IdentityAgent", value));
        }
        return IdentityAgent.at(path("IdentityAgent", ofClient ? named : replaced("identityagent", named, tokens)));
    }

    private List<Path> known(String keyword, Tokens tokens, List<Path> usual) throws ProblemsException {
        if (!settings.has(keyword)) {
            return usual;
        }
        List<Path> files = new ArrayList<>();
        for (String file : settings.all(keyword)) {
            if (file.equalsIgnoreCase("none")) {
                continue;
            }
            boolean whole = ofClient || keyword.equals(Settings.GLOBAL_KNOWN);
            // An older ssh prints the ~ that it replaces later.
            files.add(path(keyword, whole ? home(keyword, file, tokens) : replaced(keyword, file, tokens)));
        }
        return files;
    }

    private List<Path> paths(String keyword, List<String> texts, Tokens tokens) throws ProblemsException {
        List<Path> paths = new ArrayList<>();
        for (String text : texts) {
            if (!text.equalsIgnoreCase("none")) {
                paths.add(path(keyword, replaced(keyword, text, tokens)));
            }
        }
        return paths;
    }

    private String home(String keyword, String text, Tokens tokens) throws ProblemsException {
        try {
            return keyword.equals(Settings.USER_KNOWN) ? tokens.home(text) : text;
        } catch (Tokens.Unknown e) {
            throw wrong("'" + keyword + "' of this host " + e.getMessage());
        }
    }

    private String replaced(String keyword, String text, Tokens tokens) throws ProblemsException {
        try {
            return tokens.path(text);
        } catch (Tokens.Unknown e) {
            throw wrong("'" + keyword + "' of this host " + e.getMessage());
        }
    }

    private Path path(String keyword, String text) throws ProblemsException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw wrong("'" + keyword + "' of this host is no path");
        }
    }

    private String strict() {
        String value = Ascii.lower(settings.one("stricthostkeychecking").orElse("ask"));
        return NO.contains(value) || value.equals("off") ? "no" : YES.contains(value) ? "yes" : value;
    }

    private Optional<Duration> timeout() {
        OptionalLong seconds =
                Durations.seconds(settings.unlessNone("connecttimeout").orElse(""));
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
                : Optional.empty();
    }

    private Methods methods() throws ProblemsException {
        Methods usual = Methods.DEFAULT;
        return new Methods(
                settings.one("preferredauthentications")
                        .map(list -> List.of(list.split(",")))
                        .orElse(usual.preferred()),
                flag("pubkeyauthentication", true),
                flag("passwordauthentication", true),
                flag("kbdinteractiveauthentication", true),
                number("numberofpasswordprompts").orElse(usual.prompts()),
                flag("batchmode", false));
    }

    private boolean flag(String keyword, boolean usual) {
        return settings.one(keyword)
                .map(value -> !NO.contains(Ascii.lower(value)))
                .orElse(usual);
    }

    private Optional<Integer> number(String keyword) throws ProblemsException {
        Optional<String> text = settings.one(keyword);
        if (text.filter(value -> !value.matches("[0-9]{1,9}")).isPresent()) {
            throw wrong("'" + keyword + "' of this host must be a number, found '" + text.get() + "'");
        }
        return text.map(Integer::parseInt);
    }

    private ProblemsException wrong(String message) {
        return new ProblemsException(List.of(new Problem(ask.place(), message, "")));
    }
}
