package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAccountCheckTest {
    private static final String ABSENT = "user ops\n absent\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String ops(String more) {
        return "user ops\n ids 1000 1000\n home-path /home/ops\n shell /bin/bash\n groups 1000 27\n shell-there\n files\n"
                + more;
    }

    private static List<Judgement> judged(String row, String printed) {
        return Judged.by(
                new UserAccountCheck(),
                "require: {ops: " + row + "}",
                Map.of("accounts", "today 20500\n" + printed + "done\n"));
    }

    private static List<String> said(String row, String printed) {
        return judged(row, printed).stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    private static List<String> remedies(String row, String printed) {
        return judged(row, printed).stream()
                .flatMap(one -> one.remedies().stream())
                .map(Remedy::id)
                .toList();
    }

    /** Of what the installer makes itself only the numbers have to be free. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                           | ''                      | fail absent
            {exists: true}               | ''                      | fail absent
            {exists: false}              | ''                      | pass ok
            {login: true}                | ''                      | fail absent
            {uid: 1000}                  | uid:1000; none          | pass ok
            {uid: 1000}                  | uid:1000; holder app    | fail uid-taken
            {uid: 1000}                  | uid:1000; failed        | unknown not-readable
            {gid: 1000}                  | gid:1000; holder ops    | pass ok
            {gid: 1000}                  | gid:1000; holder app    | fail gid-taken
            {gid: 1000, group: app}      | gid:1000; holder app    | pass ok
            {exists: true, uid: 1000}    | uid:1000; holder app    | fail absent, fail uid-taken
            """)
    void anAccountThatIsNotThereMayBeMade(String row, String numbers, String expected) {
        String lines = numbers.isEmpty() ? "" : numbers.replace("; ", "\n ") + "\n";
        assertThat(said(row, ABSENT + lines)).containsExactly(expected.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {exists: false}                | ''                                | fail present
            {uid: 1000}                    | uid:1000; holder ops              | pass ok
            {uid: 1000}                    | uid:1000; holder app              | fail uid-taken
            {uid: 1000}                    | uid:1000; holder ops; holder app  | fail uid-taken
            {gid: 1000, group: ops}        | group:ops; gid 1000;gid:1000;holder ops; holder app | fail gid-taken
            {gid: 1000, group: ops}        | group:ops; gid 1000;gid:1000;failed | unknown not-readable
            {uid: 1000}                    | uid:1000; holder LAB\\Ops         | pass ok
            {uid: 1001}                    | uid:1001; none                    | fail wrong-uid
            {gid: 1000}                    | ''                                | pass ok
            {gid: 1001}                    | gid:1001; none                    | fail wrong-gid
            {group: ops}                   | group:ops; gid 1000               | pass ok
            {group: ops}                   | group:ops; gid 1001               | fail wrong-gid
            {group: ops}                   | group:ops; absent                 | fail wrong-gid
            {group: ops}                   | group:ops; failed                 | unknown not-readable
            {member_of: [sudo]}            | group:sudo; gid 27                | pass ok
            {member_of: [sudo]}            | group:sudo; gid 28                | fail not-in-group
            {member_of: [sudo]}            | group:sudo; absent                | fail not-in-group
            {member_of: [sudo]}            | group:sudo; failed                | unknown not-readable
            """)
    void numbersAndGroupsAreCompared(String row, String others, String expected) {
        String lines = others.isEmpty()
                ? ""
                : others.replace("; ", "\n ").replace(";gid", "\ngid").replace(";", "\n ") + "\n";
        assertThat(said(row, lines + ops(""))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {home: /home/ops}                | home directory 1000        | pass ok
            {home: /home/ops}                | home directory 1001        | fail home-owner
            {home: /home/ops}                | home absent                | fail home-missing
            {home: /home/ops}                | home other                 | fail home-missing
            {home: /home/ops}                | home unreadable            | unknown no-permission
            {home: /srv/ops}                 | home directory 1000        | fail wrong-home
            {shell: [/usr/bin/bash]}         | files                      | pass ok
            {shell: [/bin/dash, /bin/bash]}  | files                      | pass ok
            {shell: [/bin/dash]}             | files                      | fail wrong-shell
            {subids: 65536}                  | subuid 65535;subgid 65536  | fail subids-missing
            {subids: 65536}                  | subuid 65536;subgid 65536  | pass ok
            {subids: 65536}                  | subuid 65537;subgid 65537  | pass ok
            {subids: 65536}                  | subuid 65536               | unknown not-readable
            {subids: 65536}                  | subuid 65535               | fail subids-missing
            """)
    void homeShellAndSubordinateIdsAreCompared(String row, String more, String expected) {
        assertThat(said(row, ops(" " + more.replace(";", "\n ") + "\n"))).containsExactly(expected);
    }

    @Test
    void aDirectoryMayHaveTheSubordinateIdsThatFilesLack() {
        String few = ops(" subuid 0\n subgid 0\n");
        assertThat(said("{subids: 1}", "subid-source  sss\n" + few)).containsExactly("unknown ambiguous");
        assertThat(said("{subids: 1}", "subid-source  files\n" + few)).containsExactly("fail subids-missing");
    }

    @ParameterizedTest
    @CsvSource({"/sbin/nologin, true", "/bin/false, true", "/bin/bash, false", "'', false"})
    void aShellThatEndsAtOnceIsNoLogin(String shell, boolean refuses) {
        String user = ops("").replace("shell /bin/bash", "shell " + shell);
        assertThat(said("{login: true}", user)).containsExactly(refuses ? "fail shell-not-a-login" : "pass ok");
        assertThat(said("{login: true}", user.replace(" shell-there\n", ""))).containsExactly("fail shell-not-a-login");
    }

    @Test
    void aProfileMayWantAnAccountWithoutALogin() {
        String user = ops("").replace("/bin/bash", "/usr/sbin/nologin");
        assertThat(said("{shell: [/usr/sbin/nologin]}", user)).containsExactly("pass ok");
        assertThat(said("{shell: [/bin/bash]}", user)).containsExactly("fail shell-not-a-login");
    }

    /** Today is day 20500: the day of expiry is the first one without the account, the last day of a password is good. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            age open:20400:99999:20500         | fail expired
            age open:20400:99999:20501         | pass ok
            age open:20400:99999:              | pass ok
            age open:20400:99999:-1            | pass ok
            age open:20400:99:                 | fail expired
            age open:20400:100:                | pass ok
            age open:20400:101:                | pass ok
            age open:0:99999:                  | fail expired
            age locked:20400:99999:            | warning locked
            age none                           | unknown not-readable
            chage Password expires : never;chage Account expires : Feb 16, 2026         | fail expired
            chage Password expires : never;chage Account expires : Feb 17, 2026         | pass ok
            chage Password expires : 2026-02-16;chage Account expires : never           | pass ok
            chage Password expires : 2026-02-15;chage Account expires : never           | fail expired
            chage Password expires : password must be changed;chage Account expires : never | fail expired
            files                              | unknown no-permission
            """)
    void anAccountExpiresOnItsDay(String lines, String expected) {
        assertThat(said("{not_expired: true}", ops(" " + lines.replace(";", "\n ") + "\n")))
                .containsExactly(expected);
    }

    private static String sudo(String entries, String defaults) {
        return ops(" sudo-status 0\n sudo Matching Defaults entries for ops on h:\n sudo     env_reset, " + defaults
                + "\n sudo \n sudo User ops may run the following commands on h:\n sudo     "
                + entries.replace(";", "\n sudo     ") + "\n");
    }

    /** Of the rules that match the last one counts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (ALL : ALL) NOPASSWD: ALL                            | pass ok                  | pass ok
            (root) NOPASSWD: ALL                                 | pass ok                  | pass ok
            (root) ALL                                           | fail sudo-needs-password | fail sudo-needs-password
            (ALL) ALL;(ALL) NOPASSWD: ALL                        | pass ok                  | pass ok
            (ALL) NOPASSWD: ALL;(ALL) ALL                        | fail sudo-needs-password | fail sudo-needs-password
            (postgres) NOPASSWD: ALL                             | fail sudo-not-allowed    | fail sudo-not-allowed
            (ALL, !root) NOPASSWD: ALL                           | fail sudo-not-allowed    | fail sudo-not-allowed
            (root) NOPASSWD: /usr/bin/x                          | fail sudo-not-allowed    | pass ok
            (root) NOPASSWD: /usr/bin/y, /usr/bin/x              | fail sudo-not-allowed    | pass ok
            (root) NOPASSWD: /usr/bin/y, PASSWD: /usr/bin/x      | fail sudo-not-allowed    | fail sudo-needs-password
            (root) NOPASSWD: SETENV: /usr/bin/                   | fail sudo-not-allowed    | pass ok
            (root) NOPASSWD: /usr/bin/x stop                     | fail sudo-not-allowed    | fail sudo-not-allowed
            (root) NOPASSWD: /usr/bin/*                          | fail sudo-not-allowed    | unknown ambiguous
            (ALL) NOPASSWD: ALL, PASSWD: /usr/bin/*              | fail sudo-needs-password | unknown ambiguous
            (ALL) NOPASSWD: ALL, !/usr/bin/x                     | unknown ambiguous        | fail sudo-not-allowed
            (ALL) NOPASSWD: ALL, !/usr/bin/y                     | unknown ambiguous        | pass ok
            (root) NOPASSWD:;    /usr/bin/y,;    /usr/bin/x      | fail sudo-not-allowed    | pass ok
            """)
    void sudoIsJudgedByTheLastRuleThatMatches(String entries, String all, String one) {
        String printed = sudo(entries, "use_pty");
        assertThat(said("{sudo: {nopasswd: true}}", printed)).containsExactly(all);
        assertThat(said("{sudo: {nopasswd: true, commands: [/usr/bin/x]}}", printed))
                .containsExactly(one);
    }

    @Test
    void aPasswordIsAFaultOnlyWhereNoneIsRequired() {
        assertThat(said("{sudo: {}}", sudo("(ALL) ALL", "use_pty"))).containsExactly("pass ok");
        assertThat(said("{sudo: {nopasswd: true}}", sudo("(ALL) ALL", "!authenticate")))
                .containsExactly("pass ok");
        assertThat(said("{sudo: {nopasswd: true}}", sudo("(ALL) ALL", "use_pty").replace("ids 1000", "ids 0")))
                .as("root is not asked")
                .containsExactly("pass ok");
        assertThat(said("{sudo: {}}", sudo("(ALL) ALL", "requiretty"))).containsExactly("fail sudo-needs-tty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sudo-status 1;sudo sudo: a password is required                         | unknown no-permission
            sudo-status 1;sudo sudo: unable to resolve host h                       | unknown not-readable
            sudo-status 0                                                           | unknown not-readable
            sudo-status 0;sudo User ops is not allowed to run sudo on h.            | fail sudo-not-allowed
            sudo-status 1;sudo Sorry, user ops may not run sudo on h.               | fail sudo-not-allowed
            sudo-status 1;sudo sudo: sorry, you must have a tty to run sudo         | fail sudo-needs-tty
            sudo-status none                                                        | fail sudo-not-allowed
            files                                                                   | unknown no-permission
            """)
    void whatSudoDoesNotTellIsNotNothing(String lines, String expected) {
        assertThat(said("{sudo: {nopasswd: true}}", ops(" " + lines.replace(";", "\n ") + "\n")))
                .containsExactly(expected);
    }

    @Test
    void aGroupHasARowOfItsOwn() {
        String yaml = "require: {'group:docker': {gid: 998}}";
        for (String[] pair :
                new String[][] {{" gid 998\n", "pass ok"}, {" gid 997\n", "fail wrong-gid"}, {" absent\n", "pass ok"}
                }) {
            assertThat(Judged.said(
                            new UserAccountCheck(),
                            yaml,
                            Map.of("accounts", "group:docker\n" + pair[0] + "gid:998\n none\ndone\n")))
                    .containsExactly(pair[1] + " account:group:docker");
        }
        assertThat(Judged.said(
                        new UserAccountCheck(),
                        yaml,
                        Map.of("accounts", "group:docker\n absent\ngid:998\n holder ops\ndone\n")))
                .containsExactly("fail gid-taken account:group:docker");
        assertThat(Judged.said(
                        new UserAccountCheck(),
                        yaml,
                        Map.of("accounts", "group:docker\n gid 998\ngid:998\n holder docker\n holder ops\ndone\n")))
                .containsExactly("fail gid-taken account:group:docker");
        assertThat(Judged.said(
                        new UserAccountCheck(),
                        "require: {'group:docker': {}}",
                        Map.of("accounts", "group:docker\n absent\ndone\n")))
                .containsExactly("fail absent account:group:docker");
    }

    @Test
    void remediesFitWhatIsRequired() {
        assertThat(remedies("{uid: 1000, exists: true}", ABSENT + "uid:1000\n none\n"))
                .containsExactly("add-user");
        assertThat(remedies("{uid: 1000, exists: true}", ABSENT + "uid:1000\n holder app\n"))
                .as("its number is taken")
                .isEmpty();
        assertThat(remedies("{group: app}", ABSENT + "group:app\n absent\n")).isEmpty();
        assertThat(remedies("{member_of: [a, b]}", "group:a\n gid 5\ngroup:b\n gid 6\n" + ops("")))
                .containsExactly("add-to-group", "add-to-group");
        assertThat(remedies("{not_expired: true}", ops(" age open:20400:99999:20500\n")))
                .containsExactly("never-expire");
        assertThat(remedies("{sudo: {nopasswd: true}}", sudo("(root) ALL", "use_pty")))
                .containsExactly("allow-sudo");
        assertThat(remedies("{sudo: {commands: ['/usr/bin/x a,b']}}", sudo("(root) /bin/y", "use_pty")))
                .as("what has a meaning in sudoers is not written there")
                .containsExactly("write-sudoers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'group:a': {uid: 1}}",
                "{'group:a': {login: true}}",
                "{ops: {exists: false, uid: 1}}",
                "{ops: {uid: -1}}",
                "{'-x': {}}",
                "{'group:': {}}",
                "{ops: {subids: 0}}"
            })
    void whatNobodyCanHaveIsAnError(String rows) {
        assertThatThrownBy(() -> Judged.by(new UserAccountCheck(), "require: " + rows, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(".*params.yaml:1:.*(expected|required|at least|from 0).*");
    }

    @Test
    void anAnswerAboutSomebodyElseIsNoAnswer() {
        assertThat(said("{}", "user app\n absent\n")).containsExactly("unknown not-collected");
        FactRequest<Accounts> request = Accounts.FACT.request();
        assertThatThrownBy(() -> Printed.reading(request, "user ops\n ids 1000\ndone\n"))
                .hasMessageContaining("two numbers");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsFilesWhereThereIsNoGetent(Shell shell) throws IOException {
        Tree.put(
                root,
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n+@net:x:0:::\nsix:x:6:0::/:0:\nops:x:1000:100:a comment:/home/ops:\n");
        Tree.put(root, "etc/group", "users:x:100:\nstaff:x:100:ops\n");
        Tree.put(root, "etc/subuid", "ops:100000:65536\nother:1:1\n1000:300000:4\n");
        Tree.put(root, "home/ops/x", "");
        Accounts found = read(
                shell,
                List.of(
                        "ops",
                        "home:ops",
                        "subids:ops",
                        "nobody7",
                        "group:users",
                        "group:no",
                        "uid:0",
                        "uid:7",
                        "gid:100"));
        UserAccount ops = found.user("ops").fold(user -> user.orElseThrow(), missing -> {
            throw new AssertionError(missing.toString());
        });
        assertThat(ops.describe()).isEqualTo("uid 1000, gid 100, /home/ops");
        assertThat(ops.shellThere()).isTrue();
        assertThat(ops.owner()).isNotEqualTo(Reading.got(Optional.empty())).matches(owner -> !owner.isMissing());
        assertThat(ops.subuids()).isEqualTo(Reading.got(65_540L));
        assertThat(ops.subgids()).isEqualTo(Reading.got(0L));
        assertThat(found.user("nobody7")).isEqualTo(Reading.got(Optional.empty()));
        assertThat(found.group("users")).isEqualTo(Reading.got(Optional.of(100L)));
        assertThat(found.group("no")).isEqualTo(Reading.got(Optional.empty()));
        assertThat(found.holders("uid:0")).isEqualTo(Reading.got(List.of("root", "toor")));
        assertThat(found.holders("uid:7")).isEqualTo(Reading.got(List.of()));
        assertThat(found.holders("gid:100")).isEqualTo(Reading.got(List.of("users", "staff")));
    }

    /** Debian and others have users such as www-data; members of a domain have a backslash. */
    @ParameterizedTest
    @MethodSource("shells")
    void aNameMayHaveADashAndADomain(Shell shell) throws IOException {
        for (String name : List.of("www-data", "DOM\\ops", "host$", "a.b@c_d")) {
            Tree.put(root, "etc/passwd", name + ":x:33:33:a comment:/var/www:/usr/sbin/nologin\n");
            Tree.put(root, "etc/group", name + ":x:33:\n");
            Accounts found = read(shell, List.of(name, "group:" + name));
            assertThat(found.user(name).fold(user -> user.orElseThrow().describe(), Object::toString))
                    .isEqualTo("uid 33, gid 33, /var/www, /usr/sbin/nologin");
            assertThat(found.group(name)).isEqualTo(Reading.got(Optional.of(33L)));
            FactRequest<Optional<Account>> one = Account.FACT.in(Context.EXEC).withArguments(List.of(name));
            assertThat(ScriptRun.under(shell)
                            .with("PROBE_ROOT", root.toString())
                            .run(one)
                            .reading(one)
                            .fold(account -> account.orElseThrow().name(), Object::toString))
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeSendsNoHashAndNoComment(Shell shell) throws IOException {
        program(
                "getent",
                "case $1 in passwd) echo 'ops:x:1000:100:Comment:/home/ops:/bin/none' ;;"
                        + " shadow) echo \"ops:!\\$6\\$salt\\$hash:20400:0:90:7::20500:\" ;; *) exit 2 ;; esac\n");
        program("sudo", "echo \"asked $*\"; exit 1\n");
        FactRequest<Accounts> request = request(List.of("ops", "age:ops", "sudo:ops", "group:x"));
        String out = run(shell, request).out(request);
        assertThat(out)
                .contains(" age locked:20400:90:20500\n", " sudo asked -n -l -U ops\n", "group:x\n absent\n")
                .doesNotContain("hash", "Comment", "shell-there", " files");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aSourceThatFailsIsNoAbsentUser(Shell shell) throws IOException {
        program("getent", "exit 1\n");
        Accounts found = read(shell, List.of("ops", "uid:5", "gid:5", "group:g"));
        assertThat(found.user("ops")).isEqualTo(Reading.missing(Reason.NOT_READABLE, "getent user ops"));
        assertThat(found.holders("uid:5").isMissing()).isTrue();
        assertThat(found.group("g").isMissing()).isTrue();
    }

    private Accounts read(Shell shell, List<String> arguments) {
        FactRequest<Accounts> request = request(arguments);
        return run(shell, request).reading(request).fold(accounts -> accounts, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    private static FactRequest<Accounts> request(List<String> arguments) {
        return Accounts.FACT.in(Context.EXEC).withArguments(arguments);
    }

    private ScriptRun.Answer run(Shell shell, FactRequest<Accounts> request) {
        return ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
    }

    private void program(String name, String body) throws IOException {
        Tree.put(root, "usr/bin/" + name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve("usr/bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
