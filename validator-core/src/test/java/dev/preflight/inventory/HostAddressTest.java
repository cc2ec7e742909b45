package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAddressTest {
    private final Problems problems = new Problems();

    @ParameterizedTest
    @CsvSource({
        "web, web, 0",
        "web:2222, web, 2222",
        "web:1, web, 1",
        "web:65535, web, 65535",
        "w[1:3], w[1:3], 0",
        "w[1:3].x:99, w[1:3].x, 99",
        "[::1]:22, ::1, 22",
        "[::1], ::1, 0",
        "::1, ::1, 0",
        "fe80::1%eth0, fe80::1%eth0, 0",
        "fe80::[1:3], fe80::[1:3], 0",
        "[fe80::[1:3]]:22, fe80::[1:3], 22",
        "[1:3].x, [1:3].x, 0"
    })
    void tellsNameFromPort(String text, String name, int port) {
        assertThat(HostAddress.parse(text, Place.of("p"), problems))
                .contains(new HostAddress(name, port == 0 ? OptionalInt.empty() : OptionalInt.of(port)));
        assertThat(problems.none()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web:0", "web:65536", "web:", "web:x", "web:-1", "web:99999999999", "[::1]:0", "[::1]:"})
    void takesPortsFrom1To65535(String text) {
        assertThat(HostAddress.parse(text, Place.of("p"), problems)).isEmpty();
        assertThat(problems.all())
                .singleElement()
                .extracting(Problem::hint)
                .asString()
                .contains("1 to 65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "web-1.example_x", "10.0.0.1", "::1", "2001:db8::a", "主机1", "1a"})
    void takesNamesAndAddresses(String name) {
        assertThat(HostAddress.wrongWith(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-x", ".x", "..", "a b", "a/b", "a@b", "a;b", "a\u001bb", "a\u202eb", "a:b:c", "a[1", ":::"})
    void refusesWhatCannotNameAHost(String name) {
        assertThat(HostAddress.wrongWith(name)).isPresent();
    }

    @Test
    void limitsTheLengthOfAName() {
        assertThat(HostAddress.wrongWith("a".repeat(252))).isEmpty();
        assertThat(HostAddress.wrongWith("a".repeat(253))).isEmpty();
        assertThat(HostAddress.wrongWith("a".repeat(254))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "::, true",
        "::1, true",
        "1::, true",
        "1:2:3:4:5:6:7:8, true",
        "1:2:3:4:5:6:7::, true",
        "::ffff:10.0.0.1, true",
        "1:2:3:4:5:6:10.0.0.1, true",
        "fe80::1%eth0, true",
        "1:2:3:4:5:6:7, false",
        "1:2:3:4:5:6:7:8:9, false",
        "1::2::3, false",
        "1:2:3:4:5:6:7::8, false",
        "12345::, false",
        "::10.0.0.256, false",
        "10.0.0.1, false",
        "web, false",
        "fe80::1%, false",
        "1:, false"
    })
    void knowsIpv6(String text, boolean is) {
        assertThat(Ipv6.matches(text)).isEqualTo(is);
    }
}
