package dev.preflight.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every list that is advised is read as a command, and every matcher as one: the advice can be followed word for word. */
class CommandAdviceTest {
    private static final Pattern LIST = Pattern.compile("write (\\[.*?\\])(?=;|$| and `)");
    private static final Pattern MATCHER = Pattern.compile("is the matcher (\\{.*\\})$");

    private static Node yaml(String text) {
        Problems problems = new Problems();
        Node node = YamlText.parse("advised", text, problems).orElseThrow();
        assertThat(problems.all()).isEmpty();
        return node;
    }

    private static List<String> problems(String yaml) {
        Problems problems = new Problems();
        assertThat(Argv.read("argv", yaml(yaml), problems)).isEmpty();
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static void canBeFollowed(String advice) {
        Problems problems = new Problems();
        Matcher list = LIST.matcher(advice);
        assertThat(list.find()).as(advice).isTrue();
        assertThat(Argv.read("argv", yaml(list.group(1)), problems)).isPresent();
        Matcher matcher = MATCHER.matcher(advice);
        if (matcher.find()) {
            assertThat(Expected.read("stdout", yaml(matcher.group(1)), problems))
                    .isPresent();
        }
        assertThat(problems.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            nft --version                  @ write [nft, --version]
            nft list ruleset | grep x      @ write [nft, list, ruleset]; what grep looks for is the matcher {contains: x}
            docker info | grep -i 'a b'    @ write [docker, info]; what grep looks for is the matcher {matches: '(?i)a b'}
            ss -lnt | grep -qE ":(80|443)" @ write [ss, -lnt]; what grep looks for is the matcher {matches: ':(80|443)'}
            free -m | grep ^Mem: | wc -l   @ write [free, -m]; what grep looks for is the matcher {matches: '^Mem:'}
            rpm -q --qf "%{NAME}\\n" jq    @ write [rpm, -q, --qf, '%{NAME}\\n', jq]
            a "b\\$c \\"d" e\\ f g''h 'i   @ write [a, 'b$c "d', 'e f', gh, i]
            a yes 'it''s' ~ -              @ write [a, 'yes', its, '~', '-']
            df -P / | awk '{print $5}'     @ write [df, -P, /]; what awk does is done by `as: table` and `columns`
            rpm -qa|wc -l                  @ write [rpm, -qa]; what wc does is done by `as: lines` and the matcher \
            {count: {min: 1}}
            rpm -qa | sed s/a/b/           @ write [rpm, -qa]; what sed does is done by `as: match` and a `pattern`
            docker info 2> /dev/null|jq .a @ write [docker, info]; leave 2>/dev/null out: standard error is kept apart; \
            what jq does is done by `as: json`
            java 2>&1 -version             @ write [java, -version]; leave 2>&1 out: what is printed on standard error \
            is looked at by a key of its own
            sudo -n timeout 5 blkid        @ write [blkid] and `as_root: true` and `timeout: 5s`
            LC_ALL=C lscpu                 @ write [lscpu]
            getenforce || true             @ write [getenforce]; in place of '|| true' write `exit: [0, 1]`
            test -e /a && cat /a           @ write [test, -e, /a]; '&&' begins a second command, which is one more \
            entry of its own: [cat, /a]
            [ -e /a ]                      @ write [test, -e, /a]
            id -u $USER                    @ write [id, -u, '$USER']; no shell replaces '$USER', so write its value
            sh -c 'rpm -qa | grep jq'      @ write [rpm, -qa]; what grep looks for is the matcher {contains: jq}
            cat < /etc/hosts               @ write [cat]; in place of '<' name the file as a word of the command
            id > /tmp/x                    @ write [id]; leave '>' and its file out: a check only reads""")
    void aCommandForAShellIsAdvisedAsAListOfWords(String command, String advice) {
        assertThat(CommandAdvice.of(command)).isEqualTo(advice);
        canBeFollowed(advice);
    }

    /** An option or a pattern of which a matcher means something else. */
    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            a | grep -v b
            a | grep -c b
            a | grep 'b\\|c'
            a | grep -E '(b'
            a | grep -f x y
            a | grep""")
    void whatNoMatcherDoesIsNotPromised(String command) {
        assertThat(CommandAdvice.of(command)).startsWith("write [a]; what grep selects is selected by `as: match`");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            awk '{print $1}' /proc/loadavg  @ 'awk' runs what its words say; name the program itself, and select with `as`
            sudo rm -f /x                   @ 'rm' is known to change a host, and a check only reads
            | grep x                        @ write the program and its arguments, such as [rpm, -q, jq]""")
    void whatIsRefusedAnywayIsNotAdvised(String command, String advice) {
        assertThat(CommandAdvice.of(command)).isEqualTo(advice);
    }

    @Test
    void wordsForAShellInAListAreRefusedWhereTheyStand() {
        assertThat(problems("[nft, list, '|', grep, x]"))
                .containsExactly("advised:1:13: argv: no shell runs a command, so '|' would be a word for nft;"
                        + " write [nft, list]; what grep looks for is the matcher {contains: x}");
        assertThat(problems("[ip, -o, a, '|', wc, -l]"))
                .singleElement()
                .asString()
                .contains("write [ip, -o, a]; what wc");
        assertThat(problems("[id, '2>/dev/null']"))
                .singleElement()
                .asString()
                .contains("write [id]; leave 2>/dev/null");
        assertThat(problems("[nft list | grep x]"))
                .containsExactly("advised:1:2: argv: the whole command is one word here; write [nft, list];"
                        + " what grep looks for is the matcher {contains: x}");
    }

    @Test
    void aSeparatorBehindAnOptionIsAWordLikeAnyOther() {
        for (String list :
                List.of("[cut, -d, '|', -f1, /x]", "[sort, -t, ;, /x]", "['/opt/a b/c', x]", "[echo, a|b]")) {
            Problems problems = new Problems();
            Optional<Argv> read = Argv.read("argv", yaml(list), problems);
            assertThat(problems.all()).isEmpty();
            assertThat(read).isPresent();
        }
    }
}
