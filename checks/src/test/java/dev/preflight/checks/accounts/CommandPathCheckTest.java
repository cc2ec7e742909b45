package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.checks.accounts.CommandPathCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandPathCheckTest {
    private static final CommandPathCheck CHECK = new CommandPathCheck();

    /** Debian 12, root: what a login finds. */
    private static final String FOUND = """
            user root
            path
             /usr/sbin:/usr/bin
            directory drwxr-xr-x /usr/sbin
            directory drwxr-xr-x /usr/bin
            command modprobe
             resolved /usr/sbin/modprobe
             executable
             real /usr/bin/kmod
             at /usr/bin/kmod /usr/sbin/modprobe
             rc=0
            command ss
             resolved /usr/bin/ss
             executable
             real /usr/bin/ss
             at /usr/bin/ss /usr/bin/ss
            command netstat
            modules 6.1.0-28-amd64
            kernel 6.1.0-28-amd64
            """;

    @TempDir
    Path folder;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Params params(Context... contexts) {
        return new Params(
                List.of(contexts),
                List.of(),
                "",
                List.of("platform.service"),
                List.of(RequiredCommand.parse("modprobe"), RequiredCommand.parse("ss|netstat")));
    }

    private static <T> Reading<T> parsed(Fact<T> fact, String probe) throws FactFormatException {
        return fact.parser().parse(new ProbeOutput(probe.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static List<String> said(Params params, Map<String, Reading<?>> readings) {
        HostFacts facts = new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings);
        return CHECK.judge(facts, params).stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + j.subject())
                .toList();
    }

    private static List<String> said(String probe) throws FactFormatException {
        Params params = params(Context.EXEC);
        FactRequest<?> request = CHECK.needs(params).groups().get(0).get(0);
        return said(params, Map.of(request.key(), parsed(CommandPath.FACT, probe)));
    }

    @Test
    void foundCommandsPass() throws FactFormatException {
        assertThat(said(FOUND)).containsExactly("pass ok context:exec");
    }

    /**
     * What sshd, sudo and cron of the distributions give as PATH (OpenSSH's and sudo's packages, /etc/environment of
     * Ubuntu, crontab(5)), and where their packages put modprobe and ss.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            EL7, a user by ssh          | /usr/local/bin:/usr/bin                                                                         | /usr/sbin | /usr/sbin | fail not-on-path
            EL7, root by ssh            | /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin                                               | /usr/sbin | /usr/sbin | pass ok
            EL7 to EL9, sudo            | /sbin:/bin:/usr/sbin:/usr/bin                                                                   | /usr/sbin | /usr/sbin | pass ok
            EL9, a tool that was unpacked, sudo | /sbin:/bin:/usr/sbin:/usr/bin                                                           | /usr/sbin | /usr/local/bin | fail not-on-path
            Debian 12, a user by ssh    | /usr/local/bin:/usr/bin:/bin:/usr/games                                                         | /usr/sbin | /usr/bin  | fail not-on-path
            Debian 12, root or sudo     | /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin                                    | /usr/sbin | /usr/bin  | pass ok
            Ubuntu 22.04, a user by ssh | /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/usr/local/games:/snap/bin | /usr/sbin | /usr/bin  | pass ok
            SLES 15, a user by ssh      | /usr/local/bin:/usr/bin:/bin:/usr/games                                                         | /usr/sbin | /usr/bin  | fail not-on-path
            Alpine, root by ssh         | /bin:/usr/bin:/sbin:/usr/sbin                                                                   | /sbin     | /bin      | pass ok
            cron                        | /usr/bin:/bin                                                                                   | /usr/sbin | /usr/bin  | fail not-on-path
            """)
    void thePathOfEachDistributionIsJudgedAsItIs(String who, String path, String modprobe, String ss, String expected)
            throws FactFormatException {
        List<String> elements = List.of(path.split(":"));
        StringBuilder probe =
                new StringBuilder("user ops\npath\n ").append(path).append('\n');
        elements.forEach(
                element -> probe.append("directory drwxr-xr-x ").append(element).append('\n'));
        probe.append(command("modprobe", modprobe, elements))
                .append(command("ss", ss, elements))
                .append("command netstat\nmodules 1\nkernel 1\n");
        assertThat(said(probe.toString())).containsExactly(expected + " context:exec");
    }

    private static String command(String name, String directory, List<String> elements) {
        String file = directory + "/" + name;
        String found = " resolved " + file + "\n executable\n real " + file + "\n";
        String ran = name.equals("modprobe") ? " rc=0\n" : "";
        return "command " + name + "\n" + (elements.contains(directory) ? found + ran : "") + " at " + file + " " + file
                + "\n";
    }

    @Test
    void aCommandBesideThePathIsToldFromOneThatIsNowhere() throws FactFormatException {
        String gone = FOUND.replace(" resolved /usr/bin/ss\n executable\n real /usr/bin/ss\n", "");
        assertThat(said(gone)).containsExactly("fail not-on-path context:exec");
        assertThat(said(gone.replace(" at /usr/bin/ss /usr/bin/ss\n", ""))).containsExactly("fail absent context:exec");
    }

    @Test
    void theSecondOfTwoAlternativesIsEnough() throws FactFormatException {
        String other = FOUND.replace("/usr/bin/ss", "/usr/bin/netstat")
                .replace("command ss\n", "command x\n")
                .replace("command netstat\n", "command ss\n")
                .replace("command x\n", "command netstat\n");
        assertThat(said(other)).containsExactly("pass ok context:exec");
    }

    @ParameterizedTest
    @CsvSource({
        "125, pass ok context:exec",
        "126, fail not-runnable context:exec",
        "127, fail not-runnable context:exec",
        "1, pass ok context:exec"
    })
    void aCommandThatCannotBeRunIsTold(int status, String expected) throws FactFormatException {
        assertThat(said(FOUND.replace("rc=0", "rc=" + status))).containsExactly(expected);
    }

    @Test
    void aFileThatMayNotBeExecutedIsNoCommand() throws FactFormatException {
        assertThat(said(FOUND.replace(" resolved /usr/bin/ss\n executable", " resolved /usr/bin/ss")))
                .containsExactly("fail not-runnable context:exec");
    }

    @ParameterizedTest
    @CsvSource({
        "'/usr/sbin:/usr/bin:', warning empty-element context:exec",
        "':/usr/sbin:/usr/bin', warning empty-element context:exec",
        "'/usr/sbin:.:/usr/bin', warning relative-element context:exec",
        "'/usr/sbin:bin:/usr/bin', warning relative-element context:exec",
        "'/usr/sbin:/usr/bin', pass ok context:exec"
    })
    void aPathThatDependsOnTheCurrentDirectoryIsTold(String path, String expected) throws FactFormatException {
        assertThat(said(FOUND.replace(" /usr/sbin:/usr/bin\n", " " + path + "\n")))
                .containsExactly(expected);
    }

    @Test
    void aDirectoryThatEverybodyMayWriteToIsTold() throws FactFormatException {
        assertThat(said(FOUND.replace("drwxr-xr-x /usr/bin", "drwxrwxrwt /usr/bin")))
                .containsExactly("warning world-writable context:exec");
        assertThat(said(FOUND.replace("drwxr-xr-x /usr/bin", "drwxrwxr-x /usr/bin")))
                .containsExactly("pass ok context:exec");
    }

    @Test
    void aKernelThatWasUpdatedAndNotBootedHasNoModules() throws FactFormatException {
        assertThat(said(FOUND.replace("modules 6.1.0-28", "modules 6.1.0-29")))
                .containsExactly("warning no-modules command:modprobe");
        assertThat(said(FOUND.replace("modules 6.1.0-28-amd64\n", ""))).containsExactly("pass ok context:exec");
    }

    @Test
    void anotherFileInAnotherContextIsTold() throws FactFormatException {
        Params params = params(Context.EXEC, Context.SUDO);
        List<FactRequest<?>> requests = CHECK.needs(params).groups().stream()
                .<FactRequest<?>>map(g -> g.get(0))
                .toList();
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(requests.get(0).key(), parsed(CommandPath.FACT, FOUND));
        readings.put(
                requests.get(1).key(), parsed(CommandPath.FACT, FOUND.replace("/usr/bin/ss", "/usr/local/bin/ss")));
        assertThat(said(params, readings)).contains("warning differs command:ss");
    }

    @Test
    void unitsAndCronAreJudgedByWhereTheCommandsLie() throws FactFormatException {
        Params params = params(Context.UNIT, Context.CRON);
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(CommandPathCheck.everywhere(params).key(), parsed(CommandPath.FACT, FOUND));
        readings.put(
                CommandPathCheck.units(params).key(),
                parsed(
                        UnitEnvironment.FACT,
                        "manager\n PATH=/usr/sbin:/usr/bin\nunit platform.service\n LoadState=loaded\n UMask=0022\n"));
        readings.put(
                CronEnvironment.FACT.request().key(),
                parsed(CronEnvironment.FACT, "daemon cron 0022\ntable /etc/crontab\n PATH=/usr/sbin:/usr/bin\n"));
        assertThat(said(params, readings))
                .containsExactly(
                        "pass ok context:unit:platform.service",
                        "fail not-on-path context:cron",
                        "pass ok context:cron:/etc/crontab");
    }

    @Test
    void aTableOfCronIsAsGoodAsTheWorstPathInIt() throws FactFormatException {
        Params params = params(Context.CRON);
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(CommandPathCheck.everywhere(params).key(), parsed(CommandPath.FACT, FOUND));
        readings.put(
                CronEnvironment.FACT.request().key(),
                parsed(
                        CronEnvironment.FACT,
                        "daemon cron 0022\ntable /etc/crontab\n PATH=/usr/sbin:/usr/bin\n PATH=/usr/bin\n"
                                + " PATH=/usr/sbin:/usr/bin\nunreadable /etc/pam.d/cron\nunreadable /etc/cron.d/a\n"));
        assertThat(said(params, readings))
                .containsExactly(
                        "fail not-on-path context:cron",
                        "fail not-on-path context:cron:/etc/crontab",
                        "unknown no-permission context:cron:/etc/cron.d/a");
    }

    @Test
    void aNameWithAPathIsRefused() {
        assertThatThrownBy(() -> RequiredCommand.parse("/bin/ls")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequiredCommand.parse("ls|")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequiredCommand.parse("a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeSearchesThePathOfItsCaller(Shell shell) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path tool = Files.writeString(bin.resolve("lab-tool"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(bin, PosixFilePermissions.fromString("rwxrwxrwx"));
        var request = CommandPath.FACT.in(Context.EXEC).withArguments(List.of("lab-tool", "lab-none", "cd"));
        CommandPath found = ScriptRun.under(shell)
                .with("PATH", bin + "::relative")
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
        assertThat(found.elements()).containsExactly(bin.toString(), "", "relative");
        assertThat(found.directories()).containsEntry(bin.toString(), "rwxrwxrwx");
        assertThat(found.commands().get("lab-tool").resolved()).contains(tool.toString());
        assertThat(found.commands().get("lab-tool").executable()).isTrue();
        assertThat(found.commands().get("lab-none").resolved()).isEmpty();
        assertThat(found.commands().get("cd").executable()).isTrue();
        assertThat(found.kernel()).isNotEmpty();
    }

    /** Its second line would begin a heading of the answer. */
    @ParameterizedTest
    @MethodSource("shells")
    void aPathOfTwoLinesIsNotRead(Shell shell) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("a\ncommand lab-none\n resolved /bin/sh\n executable\nb"));
        for (Fact<?> fact : List.of(CommandPath.FACT, HelperRuns.FACT)) {
            var request = fact.in(Context.EXEC).withArguments(List.of("lab-none"));
            assertThat(ScriptRun.under(shell)
                            .with("PATH", "/usr/bin:/bin:" + bin)
                            .run(request)
                            .reading(request)
                            .<String>fold(Object::toString, missing -> missing.reason() + " " + missing.detail()))
                    .contains("MALFORMED")
                    .contains("PATH has more than one line");
        }
    }
}
