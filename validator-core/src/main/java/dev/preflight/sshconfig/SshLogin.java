package dev.preflight.sshconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How {@code ssh NAME} would log in to one host: what its command line and ssh_config(5) come to, with tokens and {@code
 * ~} replaced. It says what ssh would do, not what Preflight can do of it.
 *
 * @param target whom it reaches
 * @param keys with which keys it logs in
 * @param known by which keys it knows the host
 * @param proxy through what it reaches the host
 * @param patience how long it tries to connect
 * @param methods how it may log in
 */
public record SshLogin(Target target, Keys keys, KnownKeys known, Proxy proxy, Patience patience, Methods methods) {

    /** The port that SSH has by default (RFC 4253 section 4.1). */
    public static final int DEFAULT_PORT = 22;

    /** What {@code UserKnownHostsFile} names by default (ssh_config(5)). */
    private static final List<String> USER_KNOWN = List.of("known_hosts", "known_hosts2");

    /** What {@code GlobalKnownHostsFile} names by default (ssh_config(5)). */
    static final List<Path> GLOBAL_KNOWN =
            List.of(Path.of("/etc/ssh/ssh_known_hosts"), Path.of("/etc/ssh/ssh_known_hosts2"));

    /** Named as a file of keys by those who want none to be kept. */
    private static final Path NULL = Path.of("/dev/null");

    /** {@code PreferredAuthentications} by default (ssh_config(5)). */
    static final List<String> PREFERRED =
            List.of("gssapi-with-mic", "hostbased", "publickey", "keyboard-interactive", "password");

    /** {@code NumberOfPasswordPrompts} by default (ssh_config(5)). */
    private static final int PROMPTS = 3;

    /** Of which family the address may be: {@code AddressFamily}. */
    public enum Family {
        /** Any. */
        ANY,
        /** IPv4 only. */
        INET,
        /** IPv6 only. */
        INET6
    }

    /**
     * Whom ssh reaches.
     *
     * @param asked the name that ssh was given: {@code %n}
     * @param address name or IP address to connect to: {@code HostName}, in lower case, or what was asked: {@code %h}
     * @param port to connect to
     * @param user login user
     * @param family of which family the address may be
     * @param bindAddress the address of this machine to connect from; empty: any
     * @param bindInterface the network interface of this machine to connect from; empty: any
     */
    public record Target(
            String asked,
            String address,
            int port,
            String user,
            Family family,
            Optional<String> bindAddress,
            Optional<String> bindInterface) {}

    /**
     * With which keys ssh logs in. A file need not exist: ssh passes over one that does not.
     *
     * @param files {@code IdentityFile}, in order; empty where none is named, then the usual ones count; also empty where
     *     {@code none} is named, see {@code named}
     * @param named whether files, or {@code none}, are named at all
     * @param only {@code IdentitiesOnly}: of the agent's keys only those that {@code files} and {@code certificates} name
     * @param certificates {@code CertificateFile}, in order
     * @param agent {@code IdentityAgent}
     */
    public record Keys(List<Path> files, boolean named, boolean only, List<Path> certificates, IdentityAgent agent) {
        /** Unmodifiable lists. */
        public Keys {
            files = List.copyOf(files);
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * Which ssh-agent ssh asks.
     *
     * @param kind how it is named
     * @param socket its socket; only of {@link Kind#SOCKET}
     */
    public record IdentityAgent(Kind kind, Optional<Path> socket) {
        /** The one of {@code SSH_AUTH_SOCK}, the default. */
        public static final IdentityAgent OF_ENVIRONMENT = new IdentityAgent(Kind.ENVIRONMENT, Optional.empty());

        /** {@code none}. */
        public static final IdentityAgent NONE = new IdentityAgent(Kind.NONE, Optional.empty());

        /** How an agent is named. */
        public enum Kind {
            /** By {@code SSH_AUTH_SOCK}. */
            ENVIRONMENT,
            /** No agent is asked. */
            NONE,
            /** By its socket. */
            SOCKET
        }

        /** The agent with this socket. */
        public static IdentityAgent at(Path socket) {
            return new IdentityAgent(Kind.SOCKET, Optional.of(socket));
        }
    }

    /**
     * By which keys ssh knows the host.
     *
     * @param alias {@code HostKeyAlias}: the name to look up instead of address and port
     * @param userFiles {@code UserKnownHostsFile}; new keys go to the first; empty if {@code none}
     * @param globalFiles {@code GlobalKnownHostsFile}; empty if {@code none}
     * @param strict {@code StrictHostKeyChecking} in lower case: {@code ask}, {@code yes}, {@code no}, {@code accept-new}
     */
    public record KnownKeys(Optional<String> alias, List<Path> userFiles, List<Path> globalFiles, String strict) {
        /** Unmodifiable lists. */
        public KnownKeys {
            userFiles = List.copyOf(userFiles);
            globalFiles = List.copyOf(globalFiles);
        }

        /** Whether the configuration says not to verify the host's key, and names no file in which one could be known. */
        public boolean unverified() {
            return strict.equals("no") && userFiles.stream().allMatch(NULL::equals);
        }

        /** Whether a key that is not known yet is accepted. */
        public boolean acceptsNew() {
            return strict.equals("accept-new") || unverified();
        }
    }

    /**
     * Through what ssh reaches the host; at most one of both.
     *
     * @param jump {@code ProxyJump} as it was written, such as {@code ops@bastion:2222,inner}
     * @param command {@code ProxyCommand} as it was written, tokens and all
     */
    public record Proxy(Optional<String> jump, Optional<String> command) {
        /** A connection without a detour. */
        public static final Proxy NONE = new Proxy(Optional.empty(), Optional.empty());

        /** Whether ssh connects to the host itself. */
        public boolean direct() {
            return jump.isEmpty() && command.isEmpty();
        }
    }

    /**
     * How long ssh tries to connect.
     *
     * @param timeout {@code ConnectTimeout}; empty: as long as the system does
     * @param attempts {@code ConnectionAttempts}
     */
    public record Patience(Optional<Duration> timeout, int attempts) {}

    /**
     * How ssh may log in.
     *
     * @param preferred {@code PreferredAuthentications}, in order
     * @param publicKey {@code PubkeyAuthentication}
     * @param password {@code PasswordAuthentication}
     * @param keyboardInteractive {@code KbdInteractiveAuthentication}
     * @param prompts {@code NumberOfPasswordPrompts}
     * @param batch {@code BatchMode}: nothing may be asked of a person
     */
    public record Methods(
            List<String> preferred,
            boolean publicKey,
            boolean password,
            boolean keyboardInteractive,
            int prompts,
            boolean batch) {

        /** What ssh does by default. */
        public static final Methods DEFAULT = new Methods(PREFERRED, true, true, true, PROMPTS, false);

        /** An unmodifiable list. */
        public Methods {
            preferred = List.copyOf(preferred);
        }
    }

    /**
     * How ssh logs in where no configuration says anything of the host ({@code ssh -F none}).
     *
     * @param home the home directory of the user who runs Preflight
     */
    public static SshLogin plain(String address, int port, String user, Path home) {
        Path folder = home.resolve(".ssh");
        return new SshLogin(
                new Target(address, address, port, user, Family.ANY, Optional.empty(), Optional.empty()),
                new Keys(List.of(), false, false, List.of(), IdentityAgent.OF_ENVIRONMENT),
                new KnownKeys(
                        Optional.empty(),
                        USER_KNOWN.stream().map(folder::resolve).toList(),
                        GLOBAL_KNOWN,
                        "ask"),
                Proxy.NONE,
                new Patience(Optional.empty(), 1),
                Methods.DEFAULT);
    }

    /** The same, knowing the host by these files alone; new keys go to the first of the user's. */
    public SshLogin withKnownFiles(List<Path> userFiles, List<Path> globalFiles) {
        KnownKeys other = new KnownKeys(known.alias(), userFiles, globalFiles, known.strict());
        return new SshLogin(target, keys, other, proxy, patience, methods);
    }

    /** The same with another limit of connecting. */
    public SshLogin withTimeout(Duration timeout) {
        Patience other = new Patience(Optional.of(timeout), patience.attempts());
        return new SshLogin(target, keys, known, proxy, other, methods);
    }
}
