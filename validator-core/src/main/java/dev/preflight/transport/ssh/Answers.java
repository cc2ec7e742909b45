package dev.preflight.transport.ssh;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import dev.preflight.inventory.LoginQuestion;
import dev.preflight.inventory.Secret;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the server asks during one login, through jsch, and notes what it said. A password is sent once, by
 * whichever method asks first, and no prompt is answered twice: what was refused once is not tried again, so that no
 * account is locked. No password is ever changed.
 */
final class Answers implements UserInfo, UIKeyboardInteractive {
    /** More than any chain of PAM modules asks; guards against a server that never ends. */
    private static final int ROUNDS = 12;

    /** What systemd-user-sessions(8) writes for pam_nologin(8), which sshd sends before it hangs up. */
    private static final List<String> BOOTING = List.of("System is booting up.", "System is going down.");

    private final String host;
    private final Optional<Secret> password;
    private final Function<LoginQuestion, Optional<List<Secret>>> person;
    private final Set<List<String>> answered = new HashSet<>();
    private volatile boolean passwordSent;
    private volatile Optional<HostFailure> end = Optional.empty();
    private volatile Optional<String> offered = Optional.empty();
    private volatile Optional<String> booting = Optional.empty();

    /**
     * Who answers for one host.
     *
     * @param host what the user calls it
     * @param person who is asked for all but the password
     */
    Answers(String host, Optional<Secret> password, Function<LoginQuestion, Optional<List<Secret>>> person) {
        this.host = host;
        this.password = password;
        this.person = person;
    }

    /** Whether the password left this machine. */
    boolean passwordSent() {
        return passwordSent;
    }

    /** Why the login was given up here; empty if it was not. */
    Optional<HostFailure> end() {
        return end;
    }

    /** The methods that the server named when it refused, comma separated; empty if it named none. */
    Optional<String> offered() {
        return offered;
    }

    void offered(String methods) {
        offered = Optional.of(methods);
    }

    /** What the server said of letting in root alone for now; empty if it did not. */
    Optional<String> booting() {
        return booting;
    }

    @Override
    public boolean promptPassword(String message) {
        return password.isPresent() && !passwordSent;
    }

    @Override
    public @Nullable String getPassword() {
        return password.map(this::sent).orElse(null);
    }

    private String sent(Secret secret) {
        passwordSent = true;
        return secret.reveal();
    }

    @Override
    public String @Nullable [] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompts, boolean[] echo) {
        if (prompts.length == 0) {
            return new String[0];
        }
        List<LoginQuestion.Prompt> asked = new ArrayList<>();
        for (int i = 0; i < Math.min(prompts.length, ROUNDS); i++) {
            String text = RemoteText.clean(prompts[i]).strip();
            asked.add(new LoginQuestion.Prompt(text, !echo[i], !echo[i] && PromptWords.password(text)));
        }
        List<String> texts = asked.stream().map(LoginQuestion.Prompt::text).toList();
        String shown = texts.stream().collect(Collectors.joining(" "));
        if (texts.stream().anyMatch(PromptWords::change)) {
            throw end(HostFailure.of(TransportFailure.PASSWORD_EXPIRED).with("prompt", shown));
        }
        if (prompts.length > ROUNDS || answered.size() >= ROUNDS || !answered.add(texts)) {
            throw end(HostFailure.of(TransportFailure.AUTH_FAILED).with("prompt", shown));
        }
        boolean forPassword = asked.size() == 1 && asked.get(0).forPassword();
        if (forPassword && password.isPresent()) {
            if (passwordSent) {
                throw end(HostFailure.of(TransportFailure.AUTH_FAILED).with("prompt", shown));
            }
            return new String[] {sent(password.get())};
        }
        LoginQuestion question = new LoginQuestion(
                host,
                RemoteText.clean(name).strip(),
                RemoteText.clean(instruction).strip(),
                asked);
        return person.apply(question)
                .filter(answers -> answers.size() == asked.size())
                .map(answers -> answers.stream().map(Secret::reveal).toArray(String[]::new))
                .orElseThrow(() ->
                        end(HostFailure.of(TransportFailure.PROMPT_UNANSWERED).with("prompt", shown)));
    }

    private LoginEnd end(HostFailure why) {
        end = Optional.of(why);
        return new LoginEnd();
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // Any other banner is for people who log in.
        message.lines()
                .map(String::strip)
                .filter(line -> BOOTING.stream().anyMatch(line::contains))
                .findFirst()
                .ifPresent(line -> booting = Optional.of(RemoteText.clean(line)));
    }
}
