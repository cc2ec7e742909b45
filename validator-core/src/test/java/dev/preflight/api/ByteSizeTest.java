package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "512B, 512",
        "1KiB, 1024",
        "16 GiB, 17179869184",
        "2TiB, 2199023255552",
        "32GB, 32000000000",
        "1kB, 1000",
        "5MB, 5000000",
        "1TB, 1000000000000"
    })
    void aSizeIsANumberAndItsUnitBinaryOrDecimal(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(ByteSize.parse(text)).hasToString(text.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({"16G, 16GiB", "16, 16MiB", "16gb, 16GiB", "1.5GiB, 10MiB", "-1GiB, 10MiB", "16 Gi, 16GiB"})
    void anythingElseIsRefusedWithASuggestion(String text, String suggested) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("such as " + suggested);
    }

    @ParameterizedTest
    @CsvSource({
        "17179869183, 16GiB, 15.99 GiB",
        "17169131766, 16GiB, 15.99 GiB",
        "17179869184, 16GiB, 16 GiB",
        "17179869185, 16GiB, 16.01 GiB",
        "33554432, 16GiB, 0.03 GiB",
        "31999999999, 32GB, 31.99 GB",
        "0, 1KiB, 0 KiB",
        "600, 1KiB, 0.58 KiB"
    })
    void besideABoundItReadsOnTheSideOnWhichItIs(long bytes, String bound, String shown) {
        assertThat(new ByteSize(bytes).beside(ByteSize.parse(bound))).isEqualTo(shown);
    }

    @Test
    void nothingIsShownInBytes() {
        assertThat(new ByteSize(0)).hasToString("0B");
    }
}
