package dev.preflight.inventory;

import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SshGiven;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts named on the command line: {@code --host user@name:port}, where user and port may be missing. */
public final class HostArgument {
    private static final Place PLACE = Place.of("--host");
    private static final String FORM = "write name, user@name, name:port or user@name:port";

    private HostArgument() {}

    /**
     * Reads one value of {@code --host}.
     *
     * @param text {@code user@name:port}; an IPv6 address with a port is in brackets
     */
    public static Host parse(String text) throws ProblemsException {
        Problems problems = new Problems();
        Optional<Host> host = parse(text, problems);
        problems.throwIfAny();
        return host.orElseThrow();
    }

    /** Reads all values of {@code --host}; that a host is named twice is a problem. */
    public static Inventory parseAll(List<String> texts) throws ProblemsException {
        Problems problems = new Problems();
        List<Host> hosts = new ArrayList<>();
        texts.forEach(text -> parse(text, problems).ifPresent(hosts::add));
        Inventory.noteTwice(hosts, problems);
        problems.throwIfAny();
        return new Inventory(hosts, List.of());
    }

    /** The host, or empty if problems were noted. What was written may hold a password, so it shows nowhere. */
    private static Optional<Host> parse(String text, Problems problems) {
        if (text.contains("://")) {
            problems.add(PLACE, "an address with '://' is not understood", FORM);
            return Optional.empty();
        }
        int at = text.lastIndexOf('@');
        String user = at < 0 ? "" : text.substring(0, at);
        boolean good = at < 0 || checkUser(user, problems);
        Optional<HostAddress> address = HostAddress.parse(text.substring(at + 1), PLACE, problems);
        Optional<String> wrong = address.flatMap(a -> HostAddress.wrongWith(a.name()));
        wrong.ifPresent(w -> problems.add(PLACE, "a host's name " + w, FORM));
        if (!good || wrong.isPresent()) {
            return Optional.empty();
        }
        return address.map(a -> new Host(
                        a.name(),
                        a.name(),
                        a.port().orElse(Host.DEFAULT_PORT),
                        Optional.of(user).filter(u -> !u.isEmpty()),
                        Optional.empty(),
                        Optional.empty(),
                        Connection.SSH,
                        Become.NONE,
                        List.of(GroupTree.ALL, GroupTree.UNGROUPED),
                        Map.of(),
                        PLACE)
                .withGiven(SshGiven.port(a.port().isPresent())));
    }

    private static boolean checkUser(String user, Problems problems) {
        if (user.isEmpty()) {
            problems.add(PLACE, "no user before '@'", FORM);
        } else if (user.indexOf(':') >= 0) {
            problems.add(
                    PLACE,
                    "a user's name cannot contain ':', and a password does not belong on a command line",
                    "log in with a key, or give the password in a file or at a prompt");
        } else if (user.codePoints().anyMatch(c -> Character.isWhitespace(c) || Shown.acts(c))) {
            problems.add(PLACE, "a user's name cannot have blanks or control characters", FORM);
        } else {
            return true;
        }
        return false;
    }
}
