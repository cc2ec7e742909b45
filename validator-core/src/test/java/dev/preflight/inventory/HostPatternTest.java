package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.ProblemsException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected was compared with {@code ansible all -i FILE --limit PATTERN --list-hosts}, but for the order. */
class HostPatternTest {
    private static final String INVENTORY = """
            lone
            ::1
            [web]
            web1
            web2
            [db]
            db1
            db2
            [old]
            web2
            db2
            [site:children]
            web
            """;

    private static List<Host> hosts() throws ProblemsException {
        return InventoryLoader.parse("i.ini", INVENTORY).hosts();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web1|web1",
                "web|web1 web2",
                "site|web1 web2",
                "all|lone ::1 web1 web2 db1 db2",
                "*|lone ::1 web1 web2 db1 db2",
                "ungrouped|lone ::1",
                "db1,web1|web1 db1",
                "db1:web1|web1 db1",
                "web,db|web1 web2 db1 db2",
                "web*|web1 web2",
                "?b1|db1",
                "w*:!old|web1",
                "!old|lone ::1 web1 db1",
                "!old:web|web1",
                "web:&old|web2",
                "&old|web2 db2",
                "web,&old|web2",
                "web:db:&old:!db|web2",
                "all:!web:!db|lone ::1",
                "::1|::1",
                "::1,web1|::1 web1",
                "!::1,!web|lone db1 db2",
                " web1 , db1 ,|web1 db1"
            })
    void picksWhatAnsiblePicks(String pattern, String names) throws Exception {
        assertThat(HostPattern.select(pattern, hosts())).extracting(Host::name).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wbe|nothing matches 'wbe'; did you mean 'web'?",
                "db3|nothing matches 'db3'; did you mean 'db'?",
                "web:!odl|nothing matches 'odl'; did you mean 'old'?",
                "x*|nothing matches 'x*'",
                "web:!web|no host is left by 'web:!web'",
                "''|names no host",
                ",|names no host",
                "web:!|nothing behind '!'",
                "~web.*|'~web.*': regular expressions",
                "@hosts.txt|'@hosts.txt': regular expressions",
                "web[0]|'web[0]': numbers in brackets"
            })
    void saysWhatIsWrong(String pattern, String message) {
        assertThatThrownBy(() -> HostPattern.select(pattern, hosts()))
                .isInstanceOf(ProblemsException.class)
                .hasMessageStartingWith("--limit: " + message);
    }

    @Test
    void reportsAllPartsAtOnce() {
        assertThatThrownBy(() -> HostPattern.select("wbe,bd,web1", hosts()))
                .isInstanceOfSatisfying(
                        ProblemsException.class, e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void manyStarsTakeNoTime() {
        assertThatThrownBy(() -> HostPattern.select("*".repeat(5000) + "x", hosts()))
                .isInstanceOf(ProblemsException.class);
    }
}
