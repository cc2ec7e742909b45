package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.FileMode;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.checks.accounts.UmaskEffectiveCheck.Params;
import dev.preflight.checks.accounts.UmaskModes.Made;
import dev.preflight.checks.accounts.UmaskModes.Place;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.report.FindingTexts;
import dev.preflight.report.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UmaskEffectiveCheckTest {
    private static final UmaskEffectiveCheck CHECK = new UmaskEffectiveCheck();

    private static Params params(Context... contexts) {
        return new Params(List.of(contexts), "", List.of(), "", List.of(), new FileMode(0644), new FileMode(0755));
    }

    private static UmaskModes modes(String umask, Place... places) {
        return new UmaskModes(umask, List.of(places), "ops", "ops");
    }

    private static Place made(String directory, int file, int dir) {
        return made(directory, file, dir, false);
    }

    private static Place made(String directory, int file, int dir, boolean acl) {
        return new Place(directory, true, Optional.of(new Made(new FileMode(file), new FileMode(dir), acl)), "");
    }

    private static Place denied(String directory) {
        return new Place(directory, true, Optional.empty(), "mkdir: cannot create directory: Permission denied");
    }

    @SafeVarargs
    private static List<Judgement> judge(Params params, Reading<UmaskModes>... readings) {
        Map<String, Reading<?>> byKey = new HashMap<>();
        byKey.put(
                UmaskOrigins.FACT.request().key(),
                Reading.got(new UmaskOrigins(List.of(new UmaskOrigins.Origin("/home/ops/.bashrc", 3, "umask 0027")))));
        List<FactRequest<?>> requests = CHECK.needs(params).groups().stream()
                .<FactRequest<?>>map(group -> group.get(0))
                .toList();
        byKey.put(
                HostIdentity.REQUEST.key(),
                Reading.got(new HostIdentity("debian", List.of(), "12", "", "", "", 1000, "", "")));
        for (int i = 0; i < readings.length; i++) {
            byKey.put(requests.get(i).key(), readings[i]);
        }
        return CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, byKey), params);
    }

    private static List<String> said(List<Judgement> judgements) {
        return judgements.stream()
                .map(j -> j.subject() + " " + j.outcome().code() + " " + j.code())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0022, 644, 755, pass ok",
        "0002, 664, 775, pass ok",
        "0000, 666, 777, fail other-write",
        "0001, 666, 776, fail wrong-mode",
        "0020, 646, 757, fail other-write",
        "0023, 644, 754, fail wrong-mode",
        "0026, 640, 751, fail wrong-mode",
        "0027, 640, 750, fail wrong-mode",
        "0077, 600, 700, fail wrong-mode",
        "27, 640, 750, fail wrong-mode",
        "'u=rwx,g=rx,o=', 640, 750, fail wrong-mode"
    })
    void theModesDecideBitByBit(String umask, String file, String dir, String expected) {
        Place home = made("/home/ops", Integer.parseInt(file, 8), Integer.parseInt(dir, 8));
        assertThat(said(judge(params(Context.EXEC), Reading.got(modes(umask, home)))))
                .containsExactly("context:exec " + expected);
    }

    /** sudoers(5): a umask that is set there counts, and neither PAM's nor that of a start-up file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /etc/sudoers         | Defaults umask=0077                | sudo-umask, sudoers-line
            /etc/sudoers.d/10-a  | Defaults:ops umask_override, umask = 0027 | sudo-umask, sudoers-line
            /etc/sudoers.d/zz    | Defaults  umask=0027               | sudo-umask, sudoers-line
            /etc/sudoers.d/zzzzz | Defaults  umask=0027               | sudoers-line
            /etc/sudoers.d/zz    | ops ALL=(ALL) /usr/bin/umask-tool  | sudo-umask
            """)
    void whatSudoersSetsIsNamedAndMendedWhereItStands(String file, String line, String remedies) {
        Params params = params(Context.SUDO, Context.EXEC);
        Map<String, Reading<?>> byKey = new HashMap<>();
        byKey.put(
                UmaskOrigins.FACT.request().key(),
                Reading.got(new UmaskOrigins(List.of(new UmaskOrigins.Origin("/etc/login.defs", 151, "UMASK 022")))));
        byKey.put(
                HostIdentity.REQUEST.key(),
                Reading.got(new HostIdentity("debian", List.of(), "12", "", "", "", 1000, "", "")));
        byKey.put(
                UmaskOrigins.SUDOERS.in(Context.SUDO).key(),
                Reading.got(new UmaskOrigins(List.of(new UmaskOrigins.Origin(file, 3, line)))));
        Place home = made("/root", 0640, 0750);
        byKey.put(
                UmaskModes.FACT.in(Context.SUDO).key(),
                Reading.got(new UmaskModes("0027", List.of(home), "root", "root")));
        byKey.put(UmaskModes.FACT.in(Context.EXEC).key(), Reading.got(modes("0022", made("/home/ops", 0644, 0755))));
        Judgement wrong = CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, byKey), params)
                .get(0);
        assertThat(wrong.code()).isEqualTo("wrong-mode");
        assertThat(wrong.remedies().stream().map(dev.preflight.api.Remedy::id).collect(Collectors.joining(", ")))
                .isEqualTo(remedies);
        boolean named = remedies.contains("sudoers-line");
        assertThat(wrong.args().get("origins").toString().contains("/etc/sudoers"))
                .isEqualTo(named);
        assertThat(wrong.args().get("origins").toString().contains("login.defs"))
                .isEqualTo(!named);
    }

    @Test
    void aStricterOrLooserSiteSetsItsOwnBits() {
        Place home = made("/home/ops", 0640, 0750);
        Params loose =
                new Params(List.of(Context.EXEC), "", List.of(), "", List.of(), new FileMode(0640), new FileMode(0750));
        assertThat(said(judge(loose, Reading.got(modes("0027", home))))).containsExactly("context:exec pass ok");
    }

    @Test
    void aGroupOfOthersMayNotWriteButAPrivateGroupMay() {
        UmaskModes shared = new UmaskModes("0002", List.of(made("/home/ops", 0664, 0775)), "ops", "users");
        assertThat(said(judge(params(Context.EXEC), Reading.got(shared))))
                .containsExactly("context:exec warning group-write");
    }

    @Test
    void aDefaultAclIsNamedByItsDirectoryAndTheUmaskIsNotBlamed() {
        List<Judgement> judgements = judge(
                params(Context.EXEC),
                Reading.got(modes("0022", made("/home/ops", 0644, 0755), made("/opt/p", 0640, 0750, true))));
        assertThat(said(judgements)).containsExactly("context:exec:/opt/p fail default-acl");
    }

    @Test
    void oneBadUmaskIsOneFindingHoweverManyDirectoriesItSpoils() {
        List<Judgement> judgements = judge(
                params(Context.EXEC),
                Reading.got(modes("0027", made("/home/ops", 0640, 0750), made("/opt/p", 0640, 0750))));
        assertThat(said(judgements)).containsExactly("context:exec fail wrong-mode");
        assertThat(judgements.get(0).args())
                .containsEntry("origins", Arg.texts(List.of("/home/ops/.bashrc:3: umask 0027")));
    }

    @Test
    void aFailingContextIsNotHiddenByAnUnknownOneNorTheOtherWayRound() {
        List<Judgement> judgements = judge(
                params(Context.EXEC, Context.LOGIN, Context.SUDO),
                Reading.got(modes("0022", made("/home/ops", 0644, 0755))),
                Reading.got(modes("0027", made("/home/ops", 0640, 0750))),
                Reading.missing(Reason.NO_PERMISSION, "sudo: a password is required"));
        assertThat(said(judgements))
                .containsExactly(
                        "context:exec pass ok", "context:login fail wrong-mode", "context:sudo unknown no-permission");
    }

    @Test
    void contextsThatDisagreeWithoutFailingAreAWarning() {
        List<Judgement> judgements = judge(
                params(Context.EXEC, Context.LOGIN),
                Reading.got(modes("0022", made("/home/ops", 0644, 0755))),
                Reading.got(modes("0002", made("/home/ops", 0664, 0775))));
        assertThat(said(judgements))
                .containsExactly("context:exec pass ok", "context:login pass ok", "host warning contexts-differ");
    }

    @Test
    void sudoThatAddsItsOwnBitsToAPrivateGroupsUmaskIsNoDisagreement() {
        UmaskModes root = new UmaskModes("0022", List.of(made("/root", 0644, 0755)), "root", "root");
        assertThat(said(judge(
                        params(Context.EXEC, Context.SUDO),
                        Reading.got(modes("0002", made("/home/ops", 0664, 0775))),
                        Reading.got(root))))
                .containsExactly("context:exec pass ok", "context:sudo pass ok");
    }

    @Test
    void aDirectoryOfSomebodyElseIsLeftOutButNothingAtAllIsUnknown() {
        assertThat(said(judge(
                        params(Context.EXEC),
                        Reading.got(modes("0022", made("/home/ops", 0644, 0755), denied("/opt/p"))))))
                .containsExactly("context:exec pass ok");
        assertThat(said(judge(params(Context.EXEC), Reading.got(modes("0022", denied("/home/ops"))))))
                .containsExactly("context:exec unknown no-permission");
    }

    @Test
    void aFullDiskIsUnknownForItsDirectoryThoughAnotherIsFine() {
        Place full = new Place("/opt/p", true, Optional.empty(), "mkdir: cannot create: No space left on device");
        List<Judgement> judgements =
                judge(params(Context.EXEC), Reading.got(modes("0022", made("/home/ops", 0644, 0755), full)));
        assertThat(said(judgements)).containsExactly("context:exec:/opt/p unknown not-readable");
    }

    @Test
    void anInstallDirectoryThatIsNotThereYetIsNoMatter() {
        Place absent = new Place("/opt/p", false, Optional.empty(), "");
        assertThat(said(judge(params(Context.EXEC), Reading.got(modes("0022", made("/home/ops", 0644, 0755), absent)))))
                .containsExactly("context:exec pass ok");
    }

    @Test
    void aContextOfNobodyInParticularIsUndetermined() {
        Params nobody = params(Context.SU, Context.SU_LOGIN, Context.UNIT);
        assertThat(new UmaskEffectiveCheck().needs(nobody).lacks())
                .containsExactly(
                        new Needs.Unset(Context.UNIT, "install_units"),
                        new Needs.Unset(Context.SU, "install_user"),
                        new Needs.Unset(Context.SU_LOGIN, "install_user"));
        assertThat(said(judge(nobody)))
                .containsExactly(
                        "context:su unknown setting-missing",
                        "context:su- unknown setting-missing",
                        "context:unit unknown setting-missing");
    }

    @Test
    void everyContextIsAskedForAsTheInstallUser() {
        Params deploy = new Params(
                List.of(Context.EXEC, Context.SU_LOGIN),
                "deploy",
                List.of(),
                "",
                List.of(),
                new FileMode(0644),
                new FileMode(0755));
        assertThat(new UmaskEffectiveCheck().needs(deploy).groups())
                .allSatisfy(group -> assertThat(group.get(0).user()).contains("deploy"));
    }

    @Test
    void servicesAreJudgedByWhatTheyStartWith() throws FactFormatException {
        Params services = services(Context.UNIT, Context.CRON);
        List<String> said = saidOf(
                services,
                "manager\nunit a.service\n LoadState=loaded\n UMask=0027\n User=platform\n"
                        + "unit b.service\n LoadState=loaded\n UMask=0022\nunit c.service\n LoadState=not-found\n",
                "daemon cron 0022\n");
        assertThat(said)
                .containsExactly(
                        "context:unit:a.service fail wrong-mode",
                        "context:unit:b.service pass ok",
                        "context:unit:c.service not-applicable no-such-unit",
                        "context:cron pass ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "daemon cron 0027; context:cron fail wrong-mode",
                "daemon cron 0002; context:cron pass ok",
                "daemon cron 0000; context:cron fail other-write",
                "daemon crond ; context:cron unknown not-collected",
                "login-defs 022; context:cron unknown not-collected",
                "hidden-proc; context:cron unknown hidden-proc",
                "daemon cron 0022|unreadable /etc/crontab;"
                        + " context:cron pass ok|context:cron:/etc/crontab unknown no-permission",
                "daemon cron 0022|table /etc/cron.d/a| 1 * * * * root umask 077; context:cron pass ok"
                        + "|context:cron:/etc/cron.d/a fail wrong-mode",
                "daemon cron 0022|table /etc/cron.d/a| 1 * * * * root umask 077| 2 * * * * root umask 022;"
                        + " context:cron pass ok|context:cron:/etc/cron.d/a fail wrong-mode",
                "daemon cron 0022|table /etc/cron.d/a| 1 * * * * root umask 022| 2 * * * * root umask 000;"
                        + " context:cron pass ok|context:cron:/etc/cron.d/a fail other-write"
            })
    void cronIsJudgedByItsDaemonAndByEachOfItsTables(String probe, String expected) throws FactFormatException {
        assertThat(saidOf(services(Context.CRON), "manager\n", probe.replace('|', '\n') + "\n"))
                .containsExactly(expected.split("\\|"));
    }

    private static Params services(Context... contexts) {
        return new Params(
                List.of(contexts),
                "",
                List.of("a.service", "b.service", "c.service"),
                "",
                List.of(),
                new FileMode(0644),
                new FileMode(0755));
    }

    private static List<String> saidOf(Params params, String units, String cron) throws FactFormatException {
        Map<String, Reading<?>> readings = Map.of(
                UnitEnvironment.FACT
                        .request()
                        .withArguments(params.installUnits())
                        .key(),
                parsed(UnitEnvironment.FACT, units),
                CronEnvironment.FACT.request().key(),
                parsed(CronEnvironment.FACT, cron),
                UmaskOrigins.FACT.request().key(),
                Reading.missing(Reason.TIMEOUT, ""));
        return said(CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings), params));
    }

    private static <T> Reading<T> parsed(Fact<T> fact, String probe) throws FactFormatException {
        return fact.parser().parse(new ProbeOutput(probe.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    @Test
    void sudoIsMendedForTheLoginUserWhoCalledItAndForTheInstallUserWhoWill() {
        List<Judgement> judgements = judge(
                params(Context.EXEC, Context.SUDO),
                Reading.got(modes("0022", made("/home/ops", 0644, 0755))),
                Reading.got(new UmaskModes("0077", List.of(made("/root", 0600, 0700)), "root", "root")));
        List<Remedy> remedies = new ArrayList<>(judgements.get(1).remedies());
        assertThat(remedies).extracting(Remedy::id).containsExactly("sudo-umask");
        assertThat(remedies.get(0).args()).containsEntry("users", Arg.text("#1000"));
        assertThat(judgements.get(1).outcome()).isEqualTo(Outcome.FAIL);
    }

    /** Who shares files in a group requires 0664: advice of a umask 022 would bring the same finding back. */
    @ParameterizedTest
    @CsvSource({
        "644, 755, 022", //
        "640, 750, 022",
        "664, 775, 002",
        "664, 755, 002",
        "646, 757, 020"
    })
    void theAdviceNamesTheUmaskThatFitsWhatIsRequired(String file, String dir, String mask) throws FactFormatException {
        Params params = new Params(
                List.of(Context.EXEC, Context.UPLOAD, Context.CRON),
                "",
                List.of(),
                "",
                List.of(),
                new FileMode(Integer.parseInt(file, 8)),
                new FileMode(Integer.parseInt(dir, 8)));
        UmaskModes bad = modes("0077", made("/home/ops", 0600, 0700));
        Map<String, Reading<?>> readings = new HashMap<>();
        CHECK.needs(params).all().forEach(request -> readings.put(request.key(), Reading.got(bad)));
        readings.put(HostIdentity.REQUEST.key(), Reading.missing(Reason.TIMEOUT, ""));
        readings.put(UmaskOrigins.FACT.request().key(), Reading.missing(Reason.TIMEOUT, ""));
        readings.put(CronEnvironment.FACT.request().key(), parsed(CronEnvironment.FACT, "daemon cron 0077\n"));
        List<Judgement> judgements =
                CHECK.judge(new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings), params);
        assertThat(said(judgements)).hasSize(3).allMatch(line -> line.endsWith(" fail wrong-mode"));
        Texts texts = Texts.of(Catalogue.load(), Locale.ENGLISH);
        for (Judgement judgement : judgements) {
            FindingTexts said = texts.of(
                    Finding.of("umask-effective", "umask-effective", Scope.host("h1"), judgement, Severity.BLOCKER));
            assertThat(said.action()).contains("\"umask " + mask + "\"");
            assertThat(said.remedies())
                    .isNotEmpty()
                    .allSatisfy(remedy -> assertThat(remedy.text() + remedy.command())
                            .containsAnyOf("umask " + mask, "-u 0" + mask, "sh '" + mask + "'"));
        }
    }
}
