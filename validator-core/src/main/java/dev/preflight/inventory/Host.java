package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.sshconfig.SshAsk;
import dev.preflight.sshconfig.SshGiven;
import dev.preflight.sshconfig.SshLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One host of the inventory and how to reach it.
 *
 * @param name what the user calls it; unique in the inventory
 * @param address name or IP address to connect to
 * @param port SSH port, 1 to 65535
 * @param user login user; empty: the user who runs Preflight
 * @param keyFile private key to log in with; empty: the usual ones in {@code ~/.ssh}
 * @param password login password, if the inventory gives one
 * @param passphrase of the encrypted keys to log in with, if the inventory gives one
 * @param connection which transport
 * @param become how to become root for what only root can read
 * @param groups the groups it is in, sorted, {@code all} among them
 * @param variables other variables, kept as they are
 * @param place where it was named
 * @param given what is given to ssh beside this
 * @param login how ssh would log in, once it is known; then address, port and user are those of it
 */
public record Host(
        String name,
        String address,
        int port,
        Optional<String> user,
        Optional<String> keyFile,
        Optional<Secret> password,
        Optional<Secret> passphrase,
        Connection connection,
        Become become,
        List<String> groups,
        Map<String, String> variables,
        Place place,
        SshGiven given,
        Optional<SshLogin> login) {

    /** The port that SSH has by default (RFC 4253 section 4.1). */
    public static final int DEFAULT_PORT = SshLogin.DEFAULT_PORT;

    /** Which transport reaches a host. */
    public enum Connection {
        /** SSH. */
        SSH,
        /** The machine that runs Preflight. */
        LOCAL
    }

    /** Sorted groups, and an unmodifiable map. */
    public Host {
        groups = groups.stream().sorted().distinct().toList();
        variables = Map.copyOf(variables);
    }

    /** A host without a passphrase, whose port counts whatever ssh_config says, and for which ssh is given nothing else. */
    public Host(
            String name,
            String address,
            int port,
            Optional<String> user,
            Optional<String> keyFile,
            Optional<Secret> password,
            Connection connection,
            Become become,
            List<String> groups,
            Map<String, String> variables,
            Place place) {
        this(
                name,
                address,
                port,
                user,
                keyFile,
                password,
                Optional.empty(),
                connection,
                become,
                groups,
                variables,
                place,
                SshGiven.PORT,
                Optional.empty());
    }

    /** The same host with these secrets. */
    public Host with(Optional<Secret> newPassword, Optional<Secret> newPassphrase, Become newBecome) {
        return with(draft -> {
            draft.password = newPassword;
            draft.passphrase = newPassphrase;
            draft.become = newBecome;
        });
    }

    /** The same with what is given to ssh. */
    public Host withGiven(SshGiven more) {
        return with(draft -> draft.given = more);
    }

    /** The same, logged in to as this user and with this key where it names none. */
    public Host orElse(Optional<String> otherUser, Optional<String> otherKey) {
        return with(draft -> {
            draft.user = user.or(() -> otherUser);
            draft.keyFile = keyFile.or(() -> otherKey);
        });
    }

    /**
     * What to ask ssh of it.
     *
     * @param config the file of {@code -F} for hosts that name none
     */
    public SshAsk ask(Optional<String> config) {
        return new SshAsk(address, given.options(port, user), given.config().or(() -> config), place);
    }

    /** The same, reached as ssh would. */
    public Host reachedBy(SshLogin how) {
        SshLogin.Target target = how.target();
        boolean unnamed = user.isEmpty() && target.user().equals(System.getProperty("user.name"));
        return with(draft -> {
            draft.address = target.address();
            draft.port = target.port();
            draft.user = unnamed ? user : Optional.of(target.user());
            draft.login = Optional.of(how);
        });
    }

    /** The address at which other hosts reach it, as its inventory says; empty where they reach it as we do. */
    public Optional<String> peerAddress() {
        return Optional.ofNullable(variables.get(InventoryKeys.PEER_ADDRESS)).filter(address -> !address.isEmpty());
    }

    /** Whether its key is not verified, because ssh_config says so; then no password is sent to it. */
    public boolean unverified() {
        return login.filter(how -> how.known().unverified()).isPresent();
    }

    /** The machine that runs Preflight, called {@code localhost}. */
    public static Host local() {
        return new Host(
                "localhost",
                "localhost",
                DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Connection.LOCAL,
                Become.NONE,
                List.of("all"),
                Map.of(),
                Place.of("--local"));
    }

    private Host with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.host();
    }

    /** A host of which some values are about to change. */
    private static final class Draft {
        private final Host from;
        private String address;
        private int port;
        private Optional<String> user;
        private Optional<String> keyFile;
        private Optional<Secret> password;
        private Optional<Secret> passphrase;
        private Become become;
        private SshGiven given;
        private Optional<SshLogin> login;

        Draft(Host from) {
            this.from = from;
            this.address = from.address;
            this.port = from.port;
            this.user = from.user;
            this.keyFile = from.keyFile;
            this.password = from.password;
            this.passphrase = from.passphrase;
            this.become = from.become;
            this.given = from.given;
            this.login = from.login;
        }

        Host host() {
            return new Host(
                    from.name,
                    address,
                    port,
                    user,
                    keyFile,
                    password,
                    passphrase,
                    from.connection,
                    become,
                    from.groups,
                    from.variables,
                    from.place,
                    given,
                    login);
        }
    }
}
