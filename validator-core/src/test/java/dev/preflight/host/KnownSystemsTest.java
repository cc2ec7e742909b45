package dev.preflight.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSystemsTest {
    @ParameterizedTest
    @CsvSource({
        "redhat,rhel",
        "RedHat,rhel",
        "openeuler,openEuler",
        "Debian,debian",
        "ubunto,ubuntu",
        "centos-stream,centos",
        "oracle,ol",
        "amazon,amzn",
        "rokcy,rocky"
    })
    void aDistributionThatIsCalledOtherwiseIsNotKnownAndItsIdIsNamed(String word, String id) {
        assertThat(KnownSystems.isDistribution(word)).isFalse();
        assertThat(KnownSystems.nearestDistribution(word)).contains(id);
        assertThat(KnownSystems.isDistribution(id)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "amd64,x86_64",
        "AMD64,x86_64",
        "x86-64,x86_64",
        "arm64,aarch64",
        "ppc64el,ppc64le",
        "loong64,loongarch64"
    })
    void aMachineIsKnownByItsOtherNamesToo(String word, String machine) {
        assertThat(KnownSystems.isMachine(word)).isTrue();
        assertThat(KnownSystems.machine(word)).isEqualTo(machine);
    }

    @ParameterizedTest
    @CsvSource({"x86_46,x86_64", "arm,armv7l", "x86,i686"})
    void aMachineThatIsCalledOtherwiseIsNotKnownAndItsNameIsGiven(String word, String machine) {
        assertThat(KnownSystems.isMachine(word)).isFalse();
        assertThat(KnownSystems.machine(word)).isEqualTo(word);
        assertThat(KnownSystems.nearestMachine(word)).contains(machine);
        assertThat(KnownSystems.isMachine(machine)).isTrue();
    }

    @Test
    void ofAWordThatIsNearNothingNothingIsSaid() {
        assertThat(KnownSystems.nearestDistribution("no-such-system")).isEmpty();
        assertThat(KnownSystems.nearestMachine("vax")).isEmpty();
    }
}
