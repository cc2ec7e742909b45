package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FileMode;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.CronEnvironment;
import dev.preflight.checks.fact.InContext;
import dev.preflight.checks.fact.UmaskModes;
import dev.preflight.checks.fact.UmaskModes.Made;
import dev.preflight.checks.fact.UmaskModes.Place;
import dev.preflight.checks.fact.UmaskOrigins;
import dev.preflight.checks.fact.UnitEnvironment;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
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
 * <p>Sources: sudoers(5) {@code umask}, pam_umask(8), acl(5); the field log's incident of umask 0027.
 */
public final class UmaskEffectiveCheck implements HostCheck<UmaskEffectiveCheck.Params> {

    private static final FactRequest<UmaskOrigins> ORIGINS = UmaskOrigins.FACT.request();

    private static final FactRequest<CronEnvironment> CRON = CronEnvironment.FACT.request();

    /** What the remedy sudo-umask writes. */
    private static final String OUR_SUDOERS = "/etc/sudoers.d/zzzz-preflight-umask";

    /** What another umask mends; their texts name the one that fits what the site requires. */
    private static final Set<String> ADVISED = Set.of("wrong-mode", "other-write", "group-write", "contexts-differ");

    /** The bit that lets everybody write. */
    private static final int OTHER_WRITE = 0002;

    /** The bit that lets the group write. */
    private static final int GROUP_WRITE = 0020;

    /** Parameters. */
    public record Params(
            @Param(
                    value =
                            "Ways in which the installer writes files: exec, login, sudo, sudo-i, su, su-, upload, unit, cron",
                    def = "[exec, login]",
                    example = "[exec, login, sudo]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<Context> requiredContexts,

            @Param(
                    value = "User who installs; empty means the login user",
                    example = "platform",
                    shape = Shape.USER,
                    kind = Kind.LOCATOR)
            String installUser,

            @Param(
                    value = "Services of systemd that write files, for the context unit",
                    example = "[platform.service]",
                    shape = Shape.UNIT,
                    kind = Kind.LOCATOR)
            List<String> installUnits,

            @Param(
                    value = "Directory that the installer unpacks into, tried beside the home directory if it exists",
                    example = "/opt/staging",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            String stagingDir,

            @Param(
                    value = "Directories that the platform is installed to; those that exist are tried",
                    example = "[/opt/platform]",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            List<String> installDirs,

            @Param(value = "Bits that a new file must have", def = "0644", example = "0640", kind = Kind.THRESHOLD)
            FileMode requiredFileMode,

            @Param(value = "Bits that a new directory must have", def = "0755", example = "0750", kind = Kind.THRESHOLD)
            FileMode requiredDirMode) {}

    @Override
    public CheckSpec<Params> spec() {
        return CheckSpec.of("umask-effective", Params.class, Severity.BLOCKER)
                .code("wrong-mode")
                .code("default-acl")
                .code("other-write")
                .code("group-write")
                .code("contexts-differ")
                .code("setting-missing", Severity.INFO)
                .code("no-such-unit", Severity.INFO);
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().illustrating(ORIGINS, HostIdentity.REQUEST);
        for (Context context : params.requiredContexts()) {
            if (bySudo(context)) {
                needs = needs.illustrating(originsBySudo(context, params));
            }
            switch (context) {
                case UNIT -> needs = params.installUnits().isEmpty() ? needs : needs.each(units(params));
                case CRON -> needs = needs.each(CRON);
                default ->
                    needs = InContext.lacksInstallUser(context, params.installUser())
                            ? needs
                            : needs.each(request(context, params));
            }
        }
        return needs;
    }

    private static FactRequest<UnitEnvironment> units(Params params) {
        return UnitEnvironment.FACT.request().withArguments(params.installUnits());
    }

    private static boolean bySudo(Context context) {
        return context == Context.SUDO || context == Context.SUDO_I;
    }

    /** Sudoers may set another umask than a login has. Only root may read it, so this is read as root. */
    private static FactRequest<UmaskOrigins> originsBySudo(Context context, Params params) {
        return InContext.of(UmaskOrigins.SUDOERS, context, params.installUser());
    }

    private static FactRequest<UmaskModes> request(Context context, Params params) {
        List<String> directories = Stream.concat(
                        Stream.of(params.stagingDir()).filter(dir -> !dir.isEmpty()), params.installDirs().stream())
                .toList();
        return InContext.of(UmaskModes.FACT, context, params.installUser()).withArguments(directories);
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
                        default ->
                            InContext.lacksInstallUser(context, params.installUser())
                                    ? List.of(settingMissing(context, "install_user"))
                                    : measured(facts, context, params, measured, origins);
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
        FactRequest<UmaskModes> request = request(context, params);
        Reading<UmaskModes> reading = facts.reading(request);
        List<Judgement> found = reading.fold(
                modes -> {
                    if (context != Context.UPLOAD) {
                        measured.add(modes);
                    }
                    return context(context, modes, params, sudoUsers(facts, params));
                },
                missing -> List.of(Judgement.unknown(missing, subject(context))));
        List<UmaskOrigins.Origin> sudoers = bySudo(context) ? sudoers(facts, context, params) : List.of();
        List<Arg> named = sudoers.isEmpty()
                ? origins
                : sudoers.stream().map(origin -> Arg.text(origin.toString())).toList();
        return found.stream()
                .map(judgement -> judgement.from(request).with("origins", new Arg.Items(named)))
                .map(judgement -> wherever(judgement, sudoers, params))
                .toList();
    }

    /** Lines of sudoers that set the umask: by sudoers(5) they count more than what PAM and start-up files say. */
    private static List<UmaskOrigins.Origin> sudoers(HostFacts facts, Context context, Params params) {
        return facts.reading(originsBySudo(context, params))
                .fold(
                        found -> found.origins().stream()
                                .filter(origin -> origin.text().matches("(?s)Defaults.*[\\s,!]umask(_override)?\\b.*"))
                                .toList(),
                        missing -> List.of());
    }

    /** A line of our own mends it only where it is read behind those that set it: then, too, they may be changed instead. */
    private static Judgement wherever(Judgement judgement, List<UmaskOrigins.Origin> sudoers, Params params) {
        boolean wrong =
                judgement.code().equals("wrong-mode") || judgement.code().equals("other-write");
        if (sudoers.isEmpty() || !wrong) {
            return judgement;
        }
        Remedy byHand = Remedy.manual("sudoers-line")
                .with("mask", mask(params))
                .with(
                        "lines",
                        new Arg.Items(sudoers.stream()
                                .map(origin -> Arg.text(origin.file() + ":" + origin.line()))
                                .toList()));
        // Of several settings the last counts, and files are read in the order of their names (sudoers(5)).
        boolean beforeOurs = sudoers.stream().allMatch(origin -> origin.file().compareTo(OUR_SUDOERS) < 0);
        return beforeOurs ? judgement.mendedBy(byHand) : judgement.mendedOnlyBy(byHand);
    }

    /** The site has to say something before this context can be looked at. */
    static Judgement settingMissing(Context context, String setting) {
        return Judgement.notApplicable("setting-missing", subject(context)).with("setting", setting);
    }

    /**
     * Who calls sudo, as sudoers(5) lists users: the login user, who did so here and is known by number, and the install
     * user, who will.
     */
    private static String sudoUsers(HostFacts facts, Params params) {
        Stream<String> login = facts.reading(HostIdentity.REQUEST)
                .fold(host -> Stream.of("#" + host.userId()), none -> Stream.empty());
        return Stream.concat(login, Stream.of(params.installUser()).filter(user -> !user.isEmpty()))
                .collect(Collectors.joining(","));
    }

    static Subject subject(Context context) {
        return Subject.of("context", context.id());
    }

    /** Nothing was made anywhere: not allowed, or no directory is there at all, such as a home that was never created. */
    private static Judgement nowhere(Context context, List<Place> places) {
        return places.stream()
                .filter(Place::exists)
                .findFirst()
                .map(place -> Judgement.unknown(Reason.NO_PERMISSION, subject(context))
                        .with("detail", place.error()))
                .orElseGet(() -> Judgement.unknown(Reason.NOT_READABLE, subject(context))
                        .with("detail", places.get(0).directory() + ": No such file or directory"));
    }

    private static List<Judgement> context(Context context, UmaskModes modes, Params params, String sudoUsers) {
        List<Judgement> judgements = new ArrayList<>();
        int tried = 0;
        for (Place place : modes.places()) {
            if (place.made().isPresent()) {
                tried++;
                judgements.addAll(made(context, modes, place, place.made().get(), params, sudoUsers));
            } else if (place.exists() && !denied(place)) {
                judgements.add(Judgement.unknown(Reason.NOT_READABLE, in(context, place))
                        .with("detail", place.error()));
            }
        }
        if (tried == 0 && judgements.isEmpty()) {
            judgements.add(nowhere(context, modes.places()));
        }
        if (judgements.isEmpty()) {
            Made home = modes.places().stream()
                    .flatMap(place -> place.made().stream())
                    .findFirst()
                    .orElseThrow();
            judgements.add(described(Judgement.pass(subject(context)), modes, home));
        }
        return distinct(judgements);
    }

    /** A directory that is not ours to write to is one that the installer does not write to in this context either. */
    private static boolean denied(Place place) {
        return place.error().contains("ermission denied");
    }

    private static List<Judgement> made(
            Context context, UmaskModes modes, Place place, Made made, Params params, String sudoUsers) {
        boolean lacks =
                !made.file().covers(params.requiredFileMode()) || !made.dir().covers(params.requiredDirMode());
        int union = made.file().bits() | made.dir().bits();
        if (lacks && umaskExplains(modes, params)) {
            return List.of(mended(
                    context,
                    modes,
                    params,
                    sudoUsers,
                    required(fail("wrong-mode", subject(context), modes, made), params)));
        }
        if (lacks) {
            return List.of(required(fail("default-acl", in(context, place), modes, made), params)
                    .with("directory", place.directory())
                    .mendedBy(Remedy.manual("default-acl").with("directory", Arg.text(place.directory()))));
        }
        if ((union & OTHER_WRITE) != 0) {
            return List.of(
                    mended(context, modes, params, sudoUsers, fail("other-write", subject(context), modes, made)));
        }
        if ((union & GROUP_WRITE) != 0 && !modes.privateGroup()) {
            return List.of(described(Judgement.warning("group-write", subject(context)), modes, made)
                    .with("group", modes.group()));
        }
        return List.of();
    }

    /** Whether the umask alone takes a required bit away; a umask that cannot be read as a number explains anything. */
    private static boolean umaskExplains(UmaskModes modes, Params params) {
        int required =
                params.requiredFileMode().bits() | params.requiredDirMode().bits();
        return modes.umaskBits().map(mask -> (mask.bits() & required) != 0).orElse(true);
    }

    private static Subject in(Context context, Place place) {
        return Subject.of("context", context.id() + ":" + place.directory());
    }

    private static Judgement fail(String code, Subject subject, UmaskModes modes, Made made) {
        return described(Judgement.fail(code, subject), modes, made);
    }

    private static Judgement described(Judgement judgement, UmaskModes modes, Made made) {
        return judgement
                .with("umask", modes.umask())
                .with("file", Arg.mode(made.file().bits()))
                .with("dir", Arg.mode(made.dir().bits()))
                .with("user", modes.user());
    }

    private static Judgement required(Judgement judgement, Params params) {
        return judgement
                .with("required_file", Arg.mode(params.requiredFileMode().bits()))
                .with("required_dir", Arg.mode(params.requiredDirMode().bits()));
    }

    private static Judgement mended(
            Context context, UmaskModes modes, Params params, String sudoUsers, Judgement judgement) {
        Arg mask = mask(params);
        return switch (context) {
            case SUDO ->
                sudoUsers.isEmpty()
                        ? judgement
                        : judgement.mendedBy(Remedy.confirm("sudo-umask", Privilege.ROOT)
                                .with("users", Arg.text(sudoUsers))
                                .with("mask", mask));
            case SU -> judgement.mendedBy(Remedy.manual("su-umask"));
            case UPLOAD -> judgement.mendedBy(Remedy.manual("upload-umask").with("mask", mask));
            default ->
                judgement.mendedBy(Remedy.confirm("user-umask", Privilege.USER)
                        .by(modes.user())
                        .with("mask", mask));
        };
    }

    /** The usual 022, less the bits that the site wants new files and directories to have. */
    static Arg mask(Params params) {
        int required =
                params.requiredFileMode().bits() | params.requiredDirMode().bits();
        return Arg.text(String.format(Locale.ROOT, "%03o", 022 & ~required));
    }

    /** One umask spoils every directory in the same way: that is one finding, not one for each. */
    private static List<Judgement> distinct(List<Judgement> judgements) {
        List<Judgement> first = new ArrayList<>();
        for (Judgement judgement : judgements) {
            boolean said = first.stream()
                    .anyMatch(other -> other.code().equals(judgement.code())
                            && other.subject().equals(judgement.subject()));
            if (!said) {
                first.add(judgement);
            }
        }
        return first;
    }
}
