package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FileMode;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.settings.InstallSettings;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * New files must be readable, and new directories open, to the users that run the platform, in every way in which the
 * installer writes them. A customer's umask of 0027 gave each copied file the wrong mode: jq could not be run,
 * daemon.json came out empty, and the runtime did not start.
 *
 * <p>The contexts are compared for each user separately: sudo adds its own 022 to the caller's umask. Where users have
 * their own groups and a umask of 002 (EL7, EL8, Ubuntu), root's umask differs on every healthy host, which is harmless.
 *
 * <p>Sources: sudoers(5) {@code umask}, pam_umask(8), acl(5); the incident of umask 0027 in docs/incidents.md.
 */
public final class UmaskEffectiveCheck implements HostCheck<UmaskEffectiveCheck.Params> {

    private static final FactRequest<UmaskOrigins> ORIGINS = UmaskOrigins.FACT.request();

    private static final FactRequest<CronEnvironment> CRON = CronEnvironment.FACT.request();

    /** What another umask mends; their texts name the one that fits what the site requires. */
    private static final Set<String> ADVISED = Set.of("wrong-mode", "other-write", "group-write", "contexts-differ");

    /** Parameters. */
    public record Params(
            @FromSetting List<Context> requiredContexts,
            @FromSetting String installUser,

            @FromSetting List<String> installUnits,

            @FromSetting(value = "tested in addition to the home directory if it exists", in = InstallSettings.class)
            String stagingDir,

            @FromSetting(in = InstallSettings.class) List<String> installDirs,

            @Param(
                    value = "Bits that a new file must have",
                    defaultValue = "0644",
                    example = "0640",
                    kind = Kind.THRESHOLD)
            FileMode requiredFileMode,

            @Param(
                    value = "Bits that a new directory must have",
                    defaultValue = "0755",
                    example = "0750",
                    kind = Kind.THRESHOLD)
            FileMode requiredDirMode) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("umask-effective", Params.class, Severity.BLOCKER)
            .code("wrong-mode")
            .code("default-acl")
            .code("other-write")
            .code("group-write")
            .code("contexts-differ")
            .code("no-such-unit", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().optional(ORIGINS, HostIdentity.REQUEST);
        for (Context context : params.requiredContexts()) {
            if (UmaskOfSudo.concerns(context)) {
                needs = needs.optional(UmaskOfSudo.request(context, params));
            }
            switch (context) {
                case UNIT ->
                    needs = params.installUnits().isEmpty()
                            ? needs.lacking(context, InContext.INSTALL_UNITS)
                            : needs.each(units(params));
                case CRON -> needs = needs.each(CRON);
                default -> needs = modes(params).addedTo(needs, context);
            }
        }
        return needs;
    }

    private static FactRequest<UnitEnvironment> units(Params params) {
        return UnitEnvironment.FACT.request().withArguments(params.installUnits());
    }

    private static InContext<UmaskModes> modes(Params params) {
        List<String> directories = Stream.concat(
                        Stream.of(params.stagingDir()).filter(dir -> !dir.isEmpty()), params.installDirs().stream())
                .toList();
        return new InContext<>(UmaskModes.FACT, params.installUser(), directories);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Arg> origins = facts.reading(ORIGINS)
                .fold(
                        found -> found.origins().stream()
                                .map(o -> Arg.text(o.toString()))
                                .toList(),
                        missing -> List.of());
        List<Judgement> judgements = new ArrayList<>();
        List<UmaskModes> measured = new ArrayList<>();
        for (Context context : params.requiredContexts()) {
            judgements.addAll(
                    switch (context) {
                        case UNIT -> UmaskOfServices.ofUnits(facts, params, units(params));
                        case CRON -> UmaskOfServices.ofCron(facts, params, CRON);
                        default -> measured(facts, context, params, measured, origins);
                    });
        }
        boolean allPass =
                judgements.stream().allMatch(judgement -> judgement.code().equals(Judgement.OK));
        List<String> umasks = differing(measured);
        if (allPass && !umasks.isEmpty()) {
            judgements.add(Judgement.warning("contexts-differ", Subject.HOST).with("umasks", Arg.texts(umasks)));
        }
        return judgements.stream()
                .map(judgement -> ADVISED.contains(judgement.code()) ? judgement.with("mask", mask(params)) : judgement)
                .toList();
    }

    /** The umasks of those users who have more than one. */
    private static List<String> differing(List<UmaskModes> measured) {
        return measured.stream()
                .collect(Collectors.groupingBy(
                        UmaskModes::user, Collectors.mapping(UmaskModes::umask, Collectors.toSet())))
                .values()
                .stream()
                .filter(umasks -> umasks.size() > 1)
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Judgement> measured(
            HostFacts facts, Context context, Params params, List<UmaskModes> measured, List<Arg> origins) {
        List<Judgement> found = modes(params).judged(facts, context, modes -> {
            if (context != Context.UPLOAD) {
                measured.add(modes);
            }
            return new UmaskInContext(context, modes, params, UmaskOfSudo.users(facts, params)).judged();
        });
        List<UmaskOrigins.Origin> sudoers = UmaskOfSudo.lines(facts, context, params);
        List<Arg> named = sudoers.isEmpty()
                ? origins
                : sudoers.stream().map(origin -> Arg.text(origin.toString())).toList();
        return found.stream()
                .map(judgement -> judgement.code().equals(Reason.SETTING_MISSING.code())
                        ? judgement
                        : UmaskOfSudo.mended(judgement.with("origins", new Arg.Items(named)), sudoers, params))
                .toList();
    }

    /** The usual 022, less the bits that the site wants new files and directories to have. */
    static Arg mask(Params params) {
        int required =
                params.requiredFileMode().bits() | params.requiredDirMode().bits();
        return Arg.text(String.format(Locale.ROOT, "%03o", 022 & ~required));
    }
}
