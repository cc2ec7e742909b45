package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.fact.Context;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathRemediesTest {
    private static List<Remedy> remedies(Context context, String user, String path) {
        CommandPath seen = new CommandPath(user, path, Map.of(), Map.of(), "", List.of());
        return PathRemedies.mended(
                        context, seen, List.of("/usr/sbin", "/sbin"), Judgement.fail("not-on-path", Subject.HOST))
                .remedies();
    }

    @Test
    void sudoKeepsTheDirectoriesThatItHas() {
        Remedy remedy =
                remedies(Context.SUDO, "root", "/usr/bin:/opt/vendor/bin").get(0);
        assertThat(remedy.args()).containsEntry("path", Arg.text("/usr/bin:/opt/vendor/bin:/usr/sbin:/sbin"));
        assertThat(remedy.privilege()).isEqualTo(Privilege.ROOT);
    }

    @Test
    void whatSudoersWouldTakeForMoreThanADirectoryIsAddedByHand() {
        assertThat(remedies(Context.SUDO, "root", "/usr/bin:/opt/a\"b"))
                .extracting(Remedy::id)
                .containsExactly("sudo-path-by-hand");
    }

    @Test
    void aUsersStartUpFilesAreChangedByThatUser() {
        Remedy remedy = remedies(Context.SU_LOGIN, "deploy", "/usr/bin").get(0);
        assertThat(remedy.user()).contains("deploy");
        assertThat(remedy.privilege()).isEqualTo(Privilege.USER);
        assertThat(remedies(Context.SUDO_I, "root", "/usr/bin").get(0).privilege())
                .isEqualTo(Privilege.ROOT);
    }
}
