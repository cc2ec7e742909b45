package dev.preflight.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsibleScalarsTest {
    /**
     * What {@code ansible-inventory --list} (ansible-core 2.14.18) made of each; {@code AnsibleAgreementTest} asks the one
     * that is installed.
     */
    static final String TABLE = """
            026                        | INTEGER | 22
            022                        | INTEGER | 18
            0o26                       | STRING  | 0o26
            22                         | INTEGER | 22
            +22                        | INTEGER | 22
            -22                        | INTEGER | -22
            0x1F                       | INTEGER | 31
            0X1F                       | STRING  | 0X1F
            0b101                      | INTEGER | 5
            1_0                        | INTEGER | 10
            1_000                      | INTEGER | 1000
            _1                         | STRING  | _1
            1__0                       | INTEGER | 10
            08                         | STRING  | 08
            09                         | STRING  | 09
            018                        | STRING  | 018
            00                         | INTEGER | 0
            0                          | INTEGER | 0
            00_7                       | INTEGER | 7
            1:30                       | INTEGER | 90
            1:3:5                      | INTEGER | 3785
            01:30                      | STRING  | 01:30
            1:60                       | STRING  | 1:60
            190:20:30                  | INTEGER | 685230
            -1:30                      | INTEGER | -90
            22:22                      | INTEGER | 1342
            22.0                       | DECIMAL | 22.0
            1.10                       | DECIMAL | 1.1
            1.0                        | DECIMAL | 1.0
            .5                         | DECIMAL | 0.5
            5.                         | DECIMAL | 5.0
            1e3                        | STRING  | 1e3
            1.0e3                      | STRING  | 1.0e3
            1.0e+3                     | DECIMAL | 1000.0
            1.5e-3                     | DECIMAL | 0.0015
            1_0.5                      | DECIMAL | 10.5
            1:30.5                     | DECIMAL | 90.5
            .inf                       | DECIMAL | inf
            -.inf                      | DECIMAL | -inf
            .nan                       | DECIMAL | nan
            yes                        | BOOLEAN | True
            Yes                        | BOOLEAN | True
            YES                        | BOOLEAN | True
            yEs                        | STRING  | yEs
            no                         | BOOLEAN | False
            No                         | BOOLEAN | False
            NO                         | BOOLEAN | False
            on                         | BOOLEAN | True
            On                         | BOOLEAN | True
            off                        | BOOLEAN | False
            OFF                        | BOOLEAN | False
            true                       | BOOLEAN | True
            True                       | BOOLEAN | True
            TRUE                       | BOOLEAN | True
            tRue                       | STRING  | tRue
            false                      | BOOLEAN | False
            y                          | STRING  | y
            n                          | STRING  | n
            Y                          | STRING  | Y
            N                          | STRING  | N
            ~                          | NULL    | ~
            null                       | NULL    | null
            Null                       | NULL    | Null
            NULL                       | NULL    | NULL
            none                       | STRING  | none
            None                       | STRING  | None
            10.0.0.5                   | STRING  | 10.0.0.5
            1.2.3                      | STRING  | 1.2.3
            123456789012345678901      | INTEGER | 123456789012345678901
            0x                         | STRING  | 0x
            0b                         | STRING  | 0b
            0b12                       | STRING  | 0b12
            0o8                        | STRING  | 0o8
            1_                         | INTEGER | 1
            +0x1f                      | INTEGER | 31
            -0b11                      | INTEGER | -3
            +.inf                      | DECIMAL | inf
            1.e+5                      | DECIMAL | 100000.0
            12e03                      | STRING  | 12e03
            685_230.15                 | DECIMAL | 685230.15
            0_1                        | INTEGER | 1
            1.5e3                      | STRING  | 1.5e3
            100000000000000000000.0    | DECIMAL | 1e+20
            1.0e+16                    | DECIMAL | 1e+16
            1.0e+15                    | DECIMAL | 1000000000000000.0
            1.0e-5                     | DECIMAL | 1e-05
            0.0001                     | DECIMAL | 0.0001
            -0.0                       | DECIMAL | -0.0
            1.5e+300                   | DECIMAL | 1.5e+300
            1.0e+400                   | DECIMAL | inf
            123456.789e+3              | DECIMAL | 123456789.0
            0.1                        | DECIMAL | 0.1
            +1.5                       | DECIMAL | 1.5
            20:30:40.5                 | DECIMAL | 73840.5
            1:30:59.25                 | DECIMAL | 5459.25
            .5_5                       | DECIMAL | 0.55
            ._5                        | STRING  | ._5
            1._5                       | DECIMAL | 1.5
            -.5                        | STRING  | -.5
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE, delimiter = '|')
    void readsAPlainValueAsAnsibleDoes(String plain, ScalarType type, String value) {
        Node.Scalar scalar = (Node.Scalar)
                YamlText.parseAsAnsible("i", plain, new Problems()).orElseThrow();
        assertThat(scalar.type()).isEqualTo(type);
        assertThat(scalar.text()).isEqualTo(value);
    }

    @Test
    void whatStandsInQuotesIsText() {
        Node.Sequence list =
                (Node.Sequence) YamlText.parseAsAnsible("i", "['026', \"no\", !!str 0x1F, !!int 026]", new Problems())
                        .orElseThrow();
        assertThat(list.items())
                .extracting(item -> ((Node.Scalar) item).text())
                .containsExactly("026", "no", "0x1F", "22");
    }

    @Test
    void profilesKeepTheCoreSchemaOfYaml12() {
        Node.Scalar scalar =
                (Node.Scalar) YamlText.parse("p", "no", new Problems()).orElseThrow();
        assertThat(scalar.type()).isEqualTo(ScalarType.STRING);
    }
}
