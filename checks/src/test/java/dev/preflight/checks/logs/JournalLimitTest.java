package dev.preflight.checks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalLimitTest {
    @ParameterizedTest
    @CsvSource({"838860, 819M, 409M", "104857600, 1024M, 512M", "1048576, 1024M, 512M", "12902, 12M, 6M"})
    void theLimitIsWhatIsAllowedOfTheFileSystemAndAGibibyteAtMost(long allowedKib, String max, String vacuum) {
        Remedy remedy = JournalLimit.remedy(true, allowedKib);
        assertThat(remedy.id()).isEqualTo("bound-journal");
        assertThat(remedy.args()).containsEntry("max", Arg.text(max)).containsEntry("vacuum", Arg.text(vacuum));
    }

    /** Where systemd does not run the host, no journald would read a limit. */
    @Test
    void aJournalThatNobodyWritesIsOnlyCut() {
        Remedy remedy = JournalLimit.remedy(false, 12_902);
        assertThat(remedy.id()).isEqualTo("cut-journal");
        assertThat(remedy.reversible()).isFalse();
    }
}
