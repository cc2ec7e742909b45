package dev.preflight.engine;

import dev.preflight.evidence.FrameProtocol;
import dev.preflight.fact.Lane;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Ascii;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.probe.ShellQuote;
import dev.preflight.transport.Call;
import dev.preflight.transport.PasswordPrompt;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the root lane is entered, with each program that can become root. A password is sent only to the program's
 * prompt, and the script only to a shell that has printed the line of Preflight.
 *
 * <p>Sources: sudo(8), su(1), doas(1); what sudo 1.9.13 and opendoas do with and without a terminal was tried.
 */
final class PrivilegeEscalation {
    /** What su asks with, in the C locale. */
    private static final String SU_PROMPT = "Password: ";

    /** Nothing that is typed is echoed, changed or taken for a signal. */
    private static final String RAW_TERMINAL = "stty -isig -icanon -echo -onlcr -ixon -icrnl min 1";

    /** How the prompt of doas ends; user and host precede it. */
    private static final String DOAS_PROMPT = ") password: ";

    private final Become become;
    private final byte[] script;
    private final Optional<StdinFeed> later;
    private final Lane lane;
    private final String ready = "PF-READY-" + Nonce.fresh().text();
    private final String prompt = "PF-ASK-" + Nonce.fresh().text();

    /**
     * The ways in for one script.
     *
     * @param later what the script gets to read while it runs; empty if nothing
     */
    PrivilegeEscalation(Become become, Lane lane, String script, Optional<StdinFeed> later) {
        this.become = become;
        this.lane = lane;
        this.later = later;
        this.script = script.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Tries one way, and another if that one wants it.
     *
     * @param fresh gives the reader of the next try; what the last try said is in the last that it gave
     */
    void enter(Session session, Supplier<FrameReader> fresh) throws TransportException {
        FrameReader reader = fresh.get();
        var unused = session.run(first(), reader);
        Optional<Call> second = reader.began() ? Optional.empty() : second(reader.noise());
        if (second.isPresent()) {
            unused = session.run(second.get(), fresh.get());
        }
    }

    /** The first way to try. */
    Call first() {
        if (lane == Lane.ROOT_LOGIN) {
            return talk("exec " + sudoLogin(), prompt);
        }
        boolean password = become.password().isPresent();
        return switch (become.method()) {
            case SUDO -> password ? talk("exec sudo -k -S -p " + prompt + " " + announced(), prompt) : plain("sudo -n");
            case SU ->
                talk(
                        "exec /bin/sh -c "
                                + ShellQuote.quote(
                                        "LC_ALL=C exec su root -c " + ShellQuote.quote("exec " + announced())),
                        SU_PROMPT);
            // doas takes a password on a terminal only.
            case DOAS -> password ? onTerminal() : plain("doas -n");
        };
    }

    /** Another way, if the first was refused for want of a terminal; who is root already needs none where there is no sudo. */
    Optional<Call> second(String said) {
        if (said.lines().anyMatch(PrivilegeEscalation::notThere) && lane != Lane.ROOT_LOGIN) {
            String ifRoot =
                    "[ \"$(PATH=/usr/bin:/bin; id -u)\" = 0 ] || exit " + FrameProtocol.NOT_OWN + "; exec " + program();
            return Optional.of(call("exec /bin/sh -c " + ShellQuote.quote(ifRoot), Optional.empty(), false));
        }
        boolean wantsTerminal = become.method() != Become.Method.DOAS && said.contains("tty");
        return wantsTerminal ? Optional.of(onTerminal()) : Optional.empty();
    }

    private Call plain(String by) {
        return call("exec " + by + " " + program(), Optional.empty(), false);
    }

    /** Stdin stays open after the script, so the reader needs its length instead of an end of file. */
    private String program() {
        return later.isPresent() ? LaneScript.program(script.length) : LaneScript.program();
    }

    private String loginProgram(String before) {
        return later.isPresent() ? LaneScript.loginProgram(before, script.length) : LaneScript.loginProgram(before);
    }

    private Call call(String command, Optional<PasswordPrompt> passwordPrompt, boolean terminal) {
        return new Call(command, script, passwordPrompt, terminal, later);
    }

    private Call talk(String command, String asks) {
        return call(command, Optional.of(new PasswordPrompt(asks, ready, become.password())), false);
    }

    /** Root's own login shell; after its start-up files it runs the shell of Preflight. */
    private String sudoLogin() {
        return "sudo -k -S -p " + prompt + " -i " + loginProgram("echo " + ready);
    }

    /** Our shell says that it is there, and becomes the one that reads the script. */
    private String announced() {
        return "/bin/sh -c " + ShellQuote.quote("echo " + ready + "; exec " + program());
    }

    /** Without echo before anything is typed, and raw before the script comes. */
    private Call onTerminal() {
        if (lane == Lane.ROOT_LOGIN) {
            return onTerminal(
                    "sudo -k -S -p " + prompt + " -i " + loginProgram(RAW_TERMINAL + "; echo " + ready), prompt);
        }
        String read = RAW_TERMINAL + "; echo " + ready + "; " + LaneScript.programOnTerminal(script.length);
        Optional<Secret> password = become.password();
        String by = switch (become.method()) {
            case SUDO -> password.isPresent() ? "sudo -k -S -p " + prompt : "sudo -n";
            case SU -> "su root -c";
            case DOAS -> "doas";
        };
        String shell = become.method() == Become.Method.SU
                ? ShellQuote.quote("exec /bin/sh -c " + ShellQuote.quote(read))
                : "/bin/sh -c " + ShellQuote.quote(read);
        String asks = switch (become.method()) {
            case SUDO -> prompt;
            case SU -> SU_PROMPT;
            case DOAS -> DOAS_PROMPT;
        };
        return onTerminal(by + " " + shell, asks);
    }

    private Call onTerminal(String program, String asks) {
        String command = "exec /bin/sh -c " + ShellQuote.quote("stty -echo -onlcr; LC_ALL=C exec " + program);
        return call(command, Optional.of(new PasswordPrompt(asks, ready, become.password())), true);
    }

    /** How shells say that there is no such program: dash, bash, busybox, tcsh; fish. */
    private static boolean notThere(String line) {
        String said = Ascii.lower(line);
        int tool = Math.max(said.indexOf("su"), said.indexOf("doas"));
        return said.contains("unknown command")
                || (tool >= 0 && (said.indexOf("not found", tool) >= 0 || said.indexOf("no such file", tool) >= 0));
    }
}
