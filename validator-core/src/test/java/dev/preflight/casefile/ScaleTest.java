package dev.preflight.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.param.ParamType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers beside the one that a profile has. */
class ScaleTest {
    private static ParamType type(String name) {
        Type type = switch (name) {
            case "int" -> int.class;
            case "size" -> ByteSize.class;
            case "time" -> Duration.class;
            case "mode" -> FileMode.class;
            default -> String.class;
        };
        return ParamType.of(type);
    }

    @ParameterizedTest
    @CsvSource({
        "int, 9, 8, 10",
        "size, 2GiB, 1GiB, 3GiB",
        "size, 32 GB, 31 GB, 33 GB",
        "time, 10m, 9m, 11m",
        "text, 1.26, 1.25, 1.27",
        "text, v20.10.0, v20.10.-1, v20.10.1"
    })
    void besideAWrittenNumberAreThoseOfItsUnit(String type, String text, String less, String more) {
        Scale scale = Scale.ofWritten(type(type), text).orElseThrow();
        assertThat(scale.at(scale.now())).isEqualTo(text);
        assertThat(scale.at(scale.now() - 1)).isEqualTo(less);
        assertThat(scale.at(scale.now() + 1)).isEqualTo(more);
    }

    @ParameterizedTest
    @CsvSource({"size, 2GiB, 2097153KiB", "size, 900TiB, 943718400MiB", "time, 2h, 7201s", "time, 5ms, 6ms", "int, 7, 8"
    })
    void measuredIsInTheFinestUnit(String type, String text, String more) {
        Scale scale = Scale.ofMeasured(type(type), text).orElseThrow();
        // A size of more than nine digits is written in the next unit.
        assertThat(scale.at(scale.now() + 1)).isEqualTo(more);
    }

    @ParameterizedTest
    @CsvSource({"text, hello", "text, '>= 8.4, < 10'", "mode, 0755", "text, 1-2", "text, ''"})
    void whatIsNoNumberIsNotChanged(String type, String text) {
        assertThat(Scale.ofWritten(type(type), text)).isEmpty();
    }

    @Test
    void eachNumberOfAVersionMayBeTheOneThatIsMeasured() {
        List<Scale> all = Scale.allMeasured(type("text"), "v20.10.3");
        assertThat(all.stream().map(scale -> scale.at(scale.now() + 1)))
                .containsExactly("v20.10.4", "v20.11.3", "v21.10.3");
    }
}
