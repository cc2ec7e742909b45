package dev.preflight.inventory;

import dev.preflight.node.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Place place) {

    /** The port that SSH has by default (RFC 4253 section 4.1). */
    public static final int DEFAULT_PORT = 22;

    /** Which transport reaches a host. */
    public enum Connection {
        /** SSH. */
        SSH,
        /** The machine that runs Preflight. */
        LOCAL
    }

    /** A host without a passphrase. */
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
                place);
    }

    /** Sorted groups, and an unmodifiable map. */
    public Host {
        groups = groups.stream().sorted().distinct().toList();
        variables = Map.copyOf(variables);
    }

    /** The same host with these secrets. */
    public Host with(Optional<Secret> newPassword, Optional<Secret> newPassphrase, Become newBecome) {
        return new Host(
                name,
                address,
                port,
                user,
                keyFile,
                newPassword,
                newPassphrase,
                connection,
                newBecome,
                groups,
                variables,
                place);
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
}
