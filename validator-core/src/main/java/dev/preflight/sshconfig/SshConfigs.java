package dev.preflight.sshconfig;

import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells of hosts how ssh would log in to them: asks {@code ssh -G} where OpenSSH's client is installed, and reads the
 * files itself where it is not.
 */
public final class SshConfigs {
    private final Surroundings here;
    private final Supplier<Optional<SshClient>> client;

    /**
     * For one user and machine.
     *
     * @param client finds OpenSSH's client; asked only if there is something to ask it
     */
    public SshConfigs(Surroundings here, Supplier<Optional<SshClient>> client) {
        this.here = here;
        this.client = client;
    }

    /** The logins of these hosts, in their order. */
    public List<SshLogin> logins(List<SshAsk> asks) throws ProblemsException {
        refuseWrong(asks);
        Optional<SshClient> found = asks.isEmpty() ? Optional.empty() : client.get();
        Optional<List<SshLogin>> told =
                found.isPresent() ? new AskedClient(here, found.get()).logins(asks) : Optional.empty();
        return told.isPresent() ? told.get() : own(asks);
    }

    private List<SshLogin> own(List<SshAsk> asks) throws ProblemsException {
        OwnReading reading = new OwnReading(here);
        Problems problems = new Problems();
        List<SshLogin> logins = new ArrayList<>();
        for (SshAsk ask : asks) {
            try {
                logins.add(LoginOfSettings.ofOwn(ask, reading.read(ask), here));
            } catch (ProblemsException e) {
                e.problems().forEach(problem -> problems.add(problem.place(), problem.message(), problem.hint()));
            }
        }
        problems.throwIfAny();
        return logins;
    }

    /** What could be taken for an option, or for more than one line. */
    private static void refuseWrong(List<SshAsk> asks) throws ProblemsException {
        Problems problems = new Problems();
        for (SshAsk ask : asks) {
            if (ask.name().isEmpty() || ask.name().startsWith("-")) {
                problems.add(ask.place(), "a host's name cannot be empty or begin with '-'");
            }
            boolean acts = ask.name().chars().anyMatch(Character::isISOControl)
                    || ask.options().stream().anyMatch(o -> o.value().chars().anyMatch(Character::isISOControl));
            if (acts) {
                problems.add(ask.place(), "what is given to ssh cannot have control characters");
            }
        }
        problems.throwIfAny();
    }
}
