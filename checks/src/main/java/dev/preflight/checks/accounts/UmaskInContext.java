package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.UmaskEffectiveCheck.Params;
import dev.preflight.checks.accounts.UmaskModes.Made;
import dev.preflight.checks.accounts.UmaskModes.Place;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of umask-effective that is tried: what the files and directories that were made in one context came out as.
 *
 * @param context how the installer gets there
 * @param modes what was made, and where
 * @param sudoUsers who calls sudo, as sudoers(5) lists users; empty if not known
 */
record UmaskInContext(Context context, UmaskModes modes, Params params, String sudoUsers) {
    /** The bit that lets all users write. */
    private static final int OTHER_WRITE = 0002;

    /** The bit that lets the group write. */
    private static final int GROUP_WRITE = 0020;

    /** One umask spoils every directory in the same way: that is one finding, not one for each. */
    private record Once(String code, Subject subject) {}

    List<Judgement> judged() {
        Map<Once, Judgement> found = new LinkedHashMap<>();
        for (Place place : modes.places()) {
            for (Judgement judgement : at(place)) {
                found.putIfAbsent(new Once(judgement.code(), judgement.subject()), judgement);
            }
        }
        if (!found.isEmpty()) {
            return List.copyOf(found.values());
        }
        return List.of(modes.places().stream()
                .flatMap(place -> place.made().stream())
                .findFirst()
                .map(made -> described(Judgement.pass(subject()), made))
                .orElseGet(this::nowhere));
    }

    private Subject subject() {
        return InContext.subject(context);
    }

    private Subject in(Place place) {
        return Subject.of("context", context.id() + ":" + place.directory());
    }

    private List<Judgement> at(Place place) {
        if (place.made().isPresent()) {
            return made(place, place.made().get());
        }
        return place.exists() && !denied(place)
                ? List.of(Judgement.unknown(Reason.NOT_READABLE, in(place)).with("detail", place.error()))
                : List.of();
    }

    /** Nothing was made: no permission anywhere, or no directory exists, such as a home that was never created. */
    private Judgement nowhere() {
        List<Place> places = modes.places();
        return places.stream()
                .filter(Place::exists)
                .findFirst()
                .map(place -> Judgement.unknown(Reason.NO_PERMISSION, subject()).with("detail", place.error()))
                .orElseGet(() -> Judgement.unknown(Reason.NOT_READABLE, subject())
                        .with("detail", places.get(0).directory() + ": No such file or directory"));
    }

    /** Where this user may not write, the installer does not write in this context either. */
    private static boolean denied(Place place) {
        return place.error().contains("ermission denied");
    }

    private List<Judgement> made(Place place, Made made) {
        boolean lacks =
                !made.file().covers(params.requiredFileMode()) || !made.dir().covers(params.requiredDirMode());
        int union = made.file().bits() | made.dir().bits();
        if (lacks && umaskExplains()) {
            return List.of(mended(required(described(Judgement.fail("wrong-mode", subject()), made))));
        }
        if (lacks) {
            return List.of(required(described(Judgement.fail("default-acl", in(place)), made))
                    .with("directory", place.directory())
                    .withRemedy(Remedy.manual("default-acl").with("directory", Arg.text(place.directory()))));
        }
        if ((union & OTHER_WRITE) != 0) {
            return List.of(mended(described(Judgement.fail("other-write", subject()), made)));
        }
        if ((union & GROUP_WRITE) != 0 && !modes.privateGroup()) {
            return List.of(
                    described(Judgement.warning("group-write", subject()), made).with("group", modes.group()));
        }
        return List.of();
    }

    /** Whether the umask alone takes a required bit away; a umask that is not a number may explain anything. */
    private boolean umaskExplains() {
        int required =
                params.requiredFileMode().bits() | params.requiredDirMode().bits();
        return modes.umaskBits().map(mask -> (mask.bits() & required) != 0).orElse(true);
    }

    private Judgement described(Judgement judgement, Made made) {
        return judgement
                .with("umask", modes.umask())
                .with("file", Arg.mode(made.file().bits()))
                .with("dir", Arg.mode(made.dir().bits()))
                .with("user", modes.user());
    }

    private Judgement required(Judgement judgement) {
        return judgement
                .with("required_file", Arg.mode(params.requiredFileMode().bits()))
                .with("required_dir", Arg.mode(params.requiredDirMode().bits()));
    }

    private Judgement mended(Judgement judgement) {
        Arg mask = UmaskEffectiveCheck.mask(params);
        return switch (context) {
            case SUDO ->
                sudoUsers.isEmpty()
                        ? judgement
                        : judgement.withRemedy(Remedy.confirm("sudo-umask", Privilege.ROOT)
                                .with("users", Arg.text(sudoUsers))
                                .with("mask", mask));
            case SU -> judgement.withRemedy(Remedy.manual("su-umask"));
            case UPLOAD -> judgement.withRemedy(Remedy.manual("upload-umask").with("mask", mask));
            default ->
                judgement.withRemedy(Remedy.confirm("user-umask", Privilege.USER)
                        .by(modes.user())
                        .with("mask", mask));
        };
    }
}
