package dev.preflight.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.app.Login;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an installer says of the login is what the run is given, and changes nothing beside it. */
class HookLoginTest {
    private static final Path FILE = Path.of("/a/file");

    private static Map<String, List<UnaryOperator<HookLogin>>> changes() {
        Map<String, List<UnaryOperator<HookLogin>>> changes = new TreeMap<>();
        changes.put("user", List.of(login -> login.withUser("ops")));
        changes.put("keyFile", List.of(login -> login.withKeyFile(FILE)));
        changes.put(
                "password",
                List.of(
                        login -> login.withPasswordFile(FILE),
                        login -> login.withPasswordCommand("pass show x"),
                        login -> login.withPassword(Optional::empty)));
        changes.put(
                "becomePassword",
                List.of(
                        login -> login.withBecomePasswordFile(FILE),
                        login -> login.withBecomePasswordCommand("pass show y"),
                        login -> login.withBecomePassword(Optional::empty)));
        changes.put(
                "keyPassphrase",
                List.of(login -> login.withPassphraseFile(FILE), login -> login.withPassphraseCommand("pass show z")));
        changes.put("passphrase", List.of(login -> login.withPassphrase(key -> Optional.empty())));
        changes.put("answers", List.of(login -> login.withAnswers(question -> Optional.empty())));
        changes.put("acceptNew", List.of(login -> login.withAcceptNew(true)));
        changes.put("knownHosts", List.of(login -> login.withKnownHosts(FILE)));
        changes.put("connectTimeout", List.of(login -> login.withConnectTimeout(Duration.ofSeconds(3))));
        changes.put("sshConfig", List.of(login -> login.withSshConfig(FILE)));
        return changes;
    }

    private static List<String> differing(Login one, Login other) throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (RecordComponent part : Login.class.getRecordComponents()) {
            if (!Objects.equals(
                    part.getAccessor().invoke(one), part.getAccessor().invoke(other))) {
                names.add(part.getName());
            }
        }
        return names;
    }

    @Test
    void eachPartChangesByItself() throws Exception {
        Map<String, List<UnaryOperator<HookLogin>>> changes = changes();
        assertThat(changes.keySet()).hasSameSizeAs(Login.class.getRecordComponents());
        HookLogin all = HookLogin.defaults();
        for (Map.Entry<String, List<UnaryOperator<HookLogin>>> part : changes.entrySet()) {
            for (UnaryOperator<HookLogin> change : part.getValue()) {
                assertThat(differing(all.login(), change.apply(all).login())).containsExactly(part.getKey());
            }
            all = part.getValue().get(0).apply(all);
        }
        assertThat(differing(HookLogin.defaults().login(), all.login())).hasSize(changes.size());
    }
}
