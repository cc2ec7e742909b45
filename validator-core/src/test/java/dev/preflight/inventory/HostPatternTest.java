package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.ProblemsException;
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
            [none]
            """;

    private static Inventory hosts() throws ProblemsException {
        return InventoryLoader.parse("i.ini", INVENTORY);
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
                "!::1,|lone web1 web2 db1 db2",
                "web db1|web1 web2 db1",
                "web[0]|web1",
                "web[-1]|web2",
                "web[1:]|web2",
                "web[0:0]|web1",
                "web[1:0]|web2",
                "db[0:9]|db1 db2",
                "all[0]|lone",
                "all[-1]|web1",
                "all[1:2]|::1 db1",
                "web:&old[0]|web2",
                "site,!web[0]|web2",
                "*b*[1:3]:!old|db1",
                "~web|web1 web2",
                "~w.b1$|web1",
                "'~(web|db)[13]'|web1 db1",
                "~^(?!web).*2|db2",
                "!~db|lone ::1 web1 web2",
                "all:!none|lone ::1 web1 web2 db1 db2",
                "web[12]*|web1 web2",
                "[!w]*1|::1 db1",
                "db[a-z1]|db1",
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
                "!::1|nothing behind '!'",
                "web:db,lone|nothing matches 'web:db'",
                "web:22|nothing matches 'web:22'",
                "none|no host is left by 'none'",
                "web[2]|'web[...]' has 2 hosts, and none of this number",
                "web[-3]|'web[...]' has 2 hosts, and none of this number",
                "web[0-1]|'web[0-1]': not a number of hosts in brackets",
                "web[9999999999]|'web[9999999999]': not a number of hosts in brackets",
                "~web(|'~web(': not a regular expression that is read here",
                "~web\\Z|'~web\\Z': not a regular expression that is read here",
                "~(?i)WEB|'~(?i)WEB': not a regular expression that is read here",
                "~w++eb|'~w++eb': not a regular expression that is read here",
                "!@hosts.txt|'@hosts.txt': a file of hosts must be alone",
                "@no-such-file|'@no-such-file': no such file"
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
