package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds through what ssh would reach hosts, as it does itself: the jump hosts of {@code ProxyJump} are each logged in to as
 * {@code ssh HOST} would, and only the first of them by way of its own proxy. Not safe for use by several threads.
 */
public final class PathFinder {
    /** More than anybody has in a row; a first jump host whose own proxy leads back to it would have no end. */
    private static final int MOST_JUMPS = 16;

    /** What tokens may put into a shell command: no character that a shell reads as anything but itself. */
    private static final Pattern PLAIN = Pattern.compile("(?!-)[\\p{L}\\p{M}\\p{N}_.:%@+-]+");

    /** Tells how ssh would log in. */
    public interface Asking {
        /** The logins of these, in their order. */
        List<SshLogin> logins(List<SshAsk> asks) throws ProblemsException;
    }

    private record Chain(String jump, Optional<String> config) {}

    private final Asking asking;
    private final UnaryOperator<SshLogin> overruled;
    private final Map<Chain, List<SshLogin>> known = new HashMap<>();

    /**
     * Finds paths by what is asked.
     *
     * @param overruled what the run itself says of every login
     */
    public PathFinder(Asking asking, UnaryOperator<SshLogin> overruled) {
        this.asking = asking;
        this.overruled = overruled;
    }

    /**
     * The path to a host.
     *
     * @param ask what was asked of it
     * @param login what it came to
     * @throws ProblemsException if its configuration says something that cannot be carried out
     */
    public SshPath to(SshAsk ask, SshLogin login) throws ProblemsException {
        return to(ask, login, MOST_JUMPS);
    }

    private SshPath to(SshAsk ask, SshLogin login, int most) throws ProblemsException {
        SshLogin.Proxy proxy = login.proxy();
        if (proxy.command().isPresent()) {
            return new SshPath(
                    Optional.of(replaced("ProxyCommand", proxy.command().get(), ask, login)), List.of());
        }
        if (proxy.jump().isEmpty()) {
            return SshPath.DIRECT;
        }
        List<SshLogin> jumps = jumps(replaced("ProxyJump", proxy.jump().get(), ask, login), ask);
        if (jumps.size() > most) {
            throw wrong(
                    ask.place(),
                    "there are more than " + MOST_JUMPS + " jump hosts before the host '" + ask.name() + "'",
                    "");
        }
        SshAsk first = new SshAsk(jumps.get(0).target().asked(), List.of(), ask.config(), ask.place());
        SshPath before = to(first, jumps.get(0), most - jumps.size());
        List<SshLogin> all = new ArrayList<>(before.jumps());
        all.addAll(jumps);
        return new SshPath(before.command(), all);
    }

    private List<SshLogin> jumps(String jump, SshAsk of) throws ProblemsException {
        Chain chain = new Chain(jump, of.config());
        List<SshLogin> there = known.get(chain);
        if (there != null) {
            return there;
        }
        List<JumpSpec> specs = JumpSpec.list(jump)
                .orElseThrow(() -> wrong(
                        of.place(),
                        "the ProxyJump of the host '" + of.name() + "' is not a list of jump hosts",
                        "write [user@]host[:port], or ssh://[user@]host[:port], with commas between; put an IPv6 address"
                                + " into brackets"));
        List<SshAsk> asks = specs.stream()
                .map(spec -> new SshAsk(spec.host(), spec.options(), of.config(), of.place()))
                .toList();
        List<SshLogin> found = asking.logins(asks).stream().map(overruled).toList();
        known.put(chain, found);
        return found;
    }

    /** The tokens of both (ssh_config(5), TOKENS): {@code %h}, {@code %n}, {@code %p}, {@code %r} and {@code %%}. */
    private static String replaced(String keyword, String text, SshAsk ask, SshLogin login) throws ProblemsException {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
            out.append(text, at, percent);
            char letter = percent + 1 < text.length() ? text.charAt(percent + 1) : 0;
            out.append(letter == '%' ? "%" : token(keyword, letter, ask, login));
            at = percent + 2;
        }
        out.append(text, at, text.length());
        return out.toString();
    }

    private static String token(String keyword, char letter, SshAsk ask, SshLogin login) throws ProblemsException {
        SshLogin.Target target = login.target();
        String value = switch (letter) {
            case 'h' -> target.address();
            case 'n' -> target.asked();
            case 'p' -> Integer.toString(target.port());
            case 'r' -> target.user();
            default ->
                throw wrong(
                        ask.place(),
                        "the " + keyword + " of the host '" + ask.name() + "' has a '%' that is no token of it",
                        "it may have %h, %n, %p, %r and %%");
        };
        if (!PLAIN.matcher(value).matches()) {
            // It would become part of a command of this machine. The value may come from an inventory.
            throw wrong(
                    ask.place(),
                    "the value of %" + letter + " cannot be put into the " + keyword + " of the host '" + ask.name()
                            + "': it has a character that a shell acts on",
                    "use letters, digits and . _ : @ + - alone in names of hosts and users");
        }
        return value;
    }

    private static ProblemsException wrong(Place place, String message, String hint) {
        return new ProblemsException(place, message, hint);
    }
}
