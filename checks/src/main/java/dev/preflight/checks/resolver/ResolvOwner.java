package dev.preflight.checks.resolver;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import java.util.List;
import java.util.Locale;

/** A program that writes resolv.conf: whether it is at work on a host, and what keeps the name servers as they are. */
interface ResolvOwner {

    /** What the owner will do with the name servers at the next lease, or the next boot. */
    enum Hold {
        /** It takes none from the network: there is nothing to fear. */
        STATIC,
        /** It would, and its settings keep it from it. */
        PROTECTED,
        /** It will. */
        OVERWRITES,
        /** Its settings cannot be read. */
        UNTOLD
    }

    /** The name that reports and remedies use. */
    String id();

    /** Whether it is at work here. */
    boolean active(ResolverState host);

    /**
     * What it will do; asked only if it is at work.
     *
     * @param wanted the name servers that are to stay, those that a resolver reads
     */
    Hold hold(ResolverState host, List<String> wanted);

    /** How it is made to keep these name servers: at least one, in their order. */
    default Remedy keep(ResolverState host, List<String> servers) {
        return Remedy.manual("keep-" + id().toLowerCase(Locale.ROOT));
    }

    /**
     * A remedy that writes settings; the commands name the servers with this between them. The words may be those of a
     * host's file, and some of the settings are read by a shell: what is no address gets no command.
     */
    static Remedy keeping(String owner, List<String> servers, String between) {
        if (!servers.stream().allMatch(server -> server.matches("[0-9A-Fa-f.:]+(%[A-Za-z0-9_.-]+)?"))) {
            return Remedy.manual("keep-" + owner);
        }
        return Remedy.confirm("keep-" + owner, Privilege.ROOT).with("servers", Arg.text(String.join(between, servers)));
    }

    /** Where it keeps what it would write; empty if it keeps nothing. */
    default String copy() {
        return "";
    }
}
