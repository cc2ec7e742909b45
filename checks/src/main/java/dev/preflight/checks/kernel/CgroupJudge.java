package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.checks.kernel.CgroupDrivers.Used;
import dev.preflight.checks.kernel.Cgroups.Mode;
import dev.preflight.checks.kernel.CgroupsCheck.Driver;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is to be said of the control groups of one host: of the version, each controller, the driver and delegation. */
final class CgroupJudge {
    private static final Subject VERSION = Subject.of("cgroup", "version");
    private static final Subject DRIVER = Subject.of("cgroup", "driver");
    private static final Subject DELEGATION = Subject.of("cgroup", "delegation");

    /** What rootless containers need to limit anything; some versions of systemd delegate memory and pids only. */
    private static final List<String> DELEGATED = List.of("cpu", "memory", "pids");

    private final Cgroups groups;
    private final Optional<Reading<CgroupBoot>> boot;
    private final CgroupsCheck.Params params;

    CgroupJudge(Cgroups groups, Optional<Reading<CgroupBoot>> boot, CgroupsCheck.Params params) {
        this.groups = groups;
        this.boot = boot;
        this.params = params;
    }

    List<Judgement> judge() {
        List<Judgement> said = new ArrayList<>();
        if (!params.version().isEmpty()) {
            said.add(version());
        }
        params.controllers().forEach(controller -> said.add(controller(controller)));
        params.driver().ifPresent(driver -> said.add(driver(driver)));
        params.delegatedTo().ifPresent(user -> said.add(delegation(user)));
        return said;
    }

    private boolean now() {
        return params.at().contains(At.NOW);
    }

    private Judgement version() {
        Mode mode = groups.mode();
        String required = params.version().stream().map(String::valueOf).collect(Collectors.joining(" | "));
        Judgement judgement = now() && !params.version().contains(mode.version())
                ? argument(
                        Judgement.fail(mode == Mode.HYBRID ? "hybrid" : "wrong-version", VERSION),
                        "systemd.unified_cgroup_hierarchy=" + (params.version().contains(2) ? 1 : 0),
                        true)
                : boot.map(this::versionAfterBoot).orElseGet(() -> Judgement.pass(VERSION));
        return judgement.with("found", "cgroup " + CodeName.of(mode)).with("required", required);
    }

    private Judgement versionAfterBoot(Reading<CgroupBoot> reading) {
        return reading.fold(
                next -> {
                    Optional<Integer> version = next.version(groups.mode());
                    if (version.isEmpty()) {
                        return undecided(VERSION, "systemd.unified_cgroup_hierarchy");
                    }
                    return params.version().contains(version.get())
                            ? Judgement.pass(VERSION)
                            : Judgement.warning("wrong-after-boot", VERSION)
                                    .with("boot", "cgroup v" + version.get())
                                    .with("by", next.where().orElse("systemd"));
                },
                missing -> Judgement.unknown(missing, VERSION).withSeverity(Severity.WARNING));
    }

    /** What the next boot does cannot be said; it is no graver than that it does the wrong thing. */
    private static Judgement undecided(Subject subject, String detail) {
        return Judgement.unknown(Reason.AMBIGUOUS, subject)
                .with("detail", detail)
                .withSeverity(Severity.WARNING);
    }

    private Judgement controller(String controller) {
        Subject subject = Subject.of("cgroup", controller);
        Optional<Boolean> has = groups.has(controller);
        if (has.isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", groups.mode() == Mode.V2 ? "cgroup.controllers" : "/proc/cgroups");
        }
        Judgement judgement = now() && !has.get()
                ? missing(controller, subject)
                : boot.map(reading -> afterBoot(reading, controller, subject)).orElseGet(() -> Judgement.pass(subject));
        return judgement.with("controller", controller).with("found", "cgroup " + CodeName.of(groups.mode()));
    }

    private Judgement missing(String controller, Subject subject) {
        Judgement judgement = Judgement.fail("controller-missing", subject);
        Optional<Argument> disabled = boot.flatMap(
                reading -> reading.fold(next -> next.disabledNow(controller), missing -> Optional.empty()));
        return disabled.map(argument -> argument(judgement.with("by", argument.word()), argument.word(), false))
                .orElseGet(() -> argument(judgement, "cgroup_enable=" + controller, true));
    }

    private static Judgement afterBoot(Reading<CgroupBoot> reading, String controller, Subject subject) {
        return reading.fold(
                next -> {
                    Optional<Argument> disabled = next.disabled(controller);
                    Optional<Argument> lost = next.noLongerEnabled(controller);
                    return disabled.isPresent()
                            ? Judgement.warning("wrong-after-boot", subject)
                                    .with("boot", disabled.get().word())
                                    .with("by", disabled.get().where())
                            : lost.isPresent() ? undecided(subject, lost.get().word()) : Judgement.pass(subject);
                },
                missing -> Judgement.unknown(missing, subject).withSeverity(Severity.WARNING));
    }

    /** With the command that changes the kernel's command line, where there is one for all boot loaders of a family. */
    private Judgement argument(Judgement judgement, String argument, boolean add) {
        boolean plain = groups.present().contains("grubby") && argument.matches("[A-Za-z0-9_.]+=[A-Za-z0-9_,]+");
        if (!plain) {
            return judgement.withRemedy(
                    Remedy.manual(add ? "add-by-hand" : "remove-by-hand").with("argument", Arg.text(argument)));
        }
        return judgement.withRemedy(Remedy.confirm(add ? "add-argument" : "remove-argument", Privilege.ROOT)
                .with("argument", Arg.text(argument)));
    }

    private Judgement driver(Driver driver) {
        List<Used> used = new CgroupDrivers(groups).used();
        if (used.isEmpty()) {
            return Judgement.notApplicable("no-runtime", DRIVER);
        }
        String wanted = CodeName.of(driver);
        Set<String> found =
                used.stream().flatMap(one -> one.driver().stream()).collect(Collectors.toCollection(TreeSet::new));
        boolean wrong =
                driver == Driver.SAME ? found.size() > 1 : found.stream().anyMatch(one -> !one.equals(wanted));
        Optional<Used> unknown =
                used.stream().filter(one -> one.driver().isEmpty()).findFirst();
        Judgement judgement = wrong
                ? Judgement.fail("driver-mismatch", DRIVER).withRemedy(Remedy.manual("set-driver"))
                : unknown.isPresent()
                        ? Judgement.unknown(Reason.AMBIGUOUS, DRIVER)
                                .with("detail", unknown.get().toString())
                        : Judgement.pass(DRIVER);
        return judgement
                .with("found", used.stream().map(Used::toString).collect(Collectors.joining(", ")))
                .with("required", wanted);
    }

    private Judgement delegation(String user) {
        if (groups.user().isEmpty() || !groups.user().get()) {
            return Judgement.notApplicable("no-such-user", DELEGATION).with("user", user);
        }
        if (groups.mode() == Mode.V2 && groups.delegated().isEmpty()) {
            return Judgement.unknown(Reason.NO_TOOL, DELEGATION).with("detail", "systemctl");
        }
        List<String> wanted = params.controllers().isEmpty() ? DELEGATED : params.controllers();
        Set<String> delegated = groups.mode() == Mode.V2 ? groups.delegated().orElse(Set.of()) : Set.of();
        List<String> missing = wanted.stream()
                .filter(controller -> !Cgroups.isGiven(controller))
                .filter(controller -> !delegated.contains(controller.equals("blkio") ? "io" : controller))
                .toList();
        Judgement judgement = missing.isEmpty()
                ? Judgement.pass(DELEGATION)
                : Judgement.fail("not-delegated", DELEGATION)
                        .with("missing", Arg.texts(missing))
                        .withRemedy(Remedy.manual("delegate"));
        return judgement
                .with("user", user)
                .with("required", String.join(", ", wanted))
                .with("found", delegated.isEmpty() ? "-" : String.join(" ", new TreeSet<>(delegated)));
    }
}
