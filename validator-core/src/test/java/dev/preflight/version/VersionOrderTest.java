package dev.preflight.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
    /** Signs before zero, positive ones and the same, as dpkg --compare-versions and rpmdev-vercmp say. */
    @ParameterizedTest
    @CsvSource({
        "DPKG, 1.0,    1.0.0,   -1",
        "DPKG, 1.0~a,  1.0,     -1",
        "DPKG, 1.0a,   1.0+,    -1",
        "DPKG, 1.0+,   1.0.,    -1",
        "DPKG, 1.09,   1.9,     0",
        "DPKG, 1.0~~,  1.0~,    -1",
        "RPM,  1.0,    1.0.0,   -1",
        "RPM,  1.0a,   1.0,     1",
        "RPM,  1.0a,   1.0.1,   -1",
        "RPM,  1.0~a,  1.0,     -1",
        "RPM,  1.0^a,  1.0,     1",
        "RPM,  1.0^a,  1.0.1,   -1",
        "RPM,  1_0,    1.0,     0",
        "RPM,  1.05,   1.5,     0",
        "RPM,  a,      1,       -1",
        "APK,  1.0_rc1, 1.0,    -1",
        "APK,  1.0_alpha2, 1.0_beta1, -1",
        "APK,  1.0_p1, 1.0,     1",
        "APK,  1.0_p1, 1.0.1,   -1",
        "APK,  1.0a,   1.0,     1",
    })
    void versionsAreOrderedAsTheirDatabaseOrdersThem(VersionOrder order, String a, String b, int sign) {
        assertThat(Integer.signum(order.compare(a, b))).isEqualTo(sign);
        assertThat(Integer.signum(order.compare(b, a))).isEqualTo(-sign);
        assertThat(Integer.signum(order.compareWhole(a, b))).isEqualTo(sign);
    }

    @ParameterizedTest
    @CsvSource({
        "1.8.0_77, 1.8.0_181, -1",
        "1.10,     1.9,       1",
        "1.8,      1.8.0,     0",
        "v1.8,     1.8,       0",
        "1.08,     1.8,       0",
        "1.8-rc1,  1.8,       1",
        "'',       1,         -1",
        "x,        0,         0",
        "99999999999999999999, 99999999999999999998, 1",
    })
    void numbersAreComparedAsNumbers(String a, String b, int sign) {
        assertThat(Integer.signum(VersionOrder.NUMBERS.compareWhole(a, b))).isEqualTo(sign);
        assertThat(Integer.signum(VersionOrder.NUMBERS.compareWhole(b, a))).isEqualTo(-sign);
    }

    @ParameterizedTest
    @CsvSource({
        "DPKG, 5:18.09-1,     26.0-1,       1",
        "DPKG, 0:1.0-1,       1.0-1,        0",
        "DPKG, 1.0-2,         1.0-10,       -1",
        "RPM,  1:1.0-1.el8,   2.0-1.el8,    1",
        "RPM,  1.0-1.el8,     1.0-1.el9,    -1",
        "RPM,  1.0.1-1,       1.0-2,        1",
        "APK,  1.36.1-r2,     1.36.1-r10,   -1",
    })
    void wholeVersionsBeginWithTheEpochAndEndWithTheRevision(VersionOrder order, String a, String b, int sign) {
        assertThat(Integer.signum(order.compareWhole(a, b))).isEqualTo(sign);
        assertThat(Integer.signum(order.compareWhole(b, a))).isEqualTo(-sign);
    }

    @Test
    void everyOrderIsFoundByItsName() {
        assertThat(Stream.of(VersionOrder.values()).map(VersionOrder::id))
                .containsExactly("numbers", "rpm", "dpkg", "apk");
        assertThat(VersionOrder.named("rpm")).contains(VersionOrder.RPM);
        assertThat(VersionOrder.named("RPM")).isEmpty();
    }
}
