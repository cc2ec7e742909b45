package dev.preflight.checks.security;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AppArmor is on or off as the platform needs it, now and after the next boot. Where it is on without {@code apparmor_parser},
 * which loads profiles, container engines cannot start containers: moby's contrib/check-config.sh asks for the same. Sources:
 * apparmor(7), aa-status(8), the kernel's Documentation/admin-guide/LSM/apparmor.rst.
 */
public final class ApparmorCheck implements HostCheck<ApparmorCheck.Params> {
    private static final Subject STATE = Subject.of("apparmor", "state");
    private static final Subject PARSER = Subject.of("apparmor", "parser");

    /** Whether it confines programs. */
    public enum State {
        /** It does. */
        ON,
        /** It does not. */
        OFF
    }

    /** What becomes of what a profile forbids. */
    public enum Mode {
        /** It is refused. */
        ENFORCE,
        /** It is logged. */
        COMPLAIN,
        /** There is no such profile. */
        ABSENT
    }

    /** What a profile has to be. */
    public record Limits(
            @Param(value = "What the profile has to be", example = "enforce", kind = Kind.THRESHOLD)
            Mode value) {}

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Whether AppArmor has to be on or off; a kernel without it is off",
                    example = "on",
                    kind = Kind.THRESHOLD)
            Optional<State> state,

            @Param(
                    value = "Profiles by name, as aa-status shows them; only root may list them",
                    example = "{docker-default: enforce}",
                    kind = Kind.THRESHOLD)
            Rows<Limits> profiles,

            @Param(
                    value = "Whether the state is required now, after the next boot, or both",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<At> at,

            @FromSetting boolean treatAsHost) {
        public Params {
            at = List.copyOf(at);
        }

        private boolean asksForBoot() {
            return at.contains(At.BOOT);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("apparmor", Params.class, Severity.BLOCKER)
            .requires("state", "profiles")
            .notInContainer(Params::treatAsHost)
            .code("wrong-now")
            .code("wrong-after-boot", Severity.WARNING)
            .code("parser-missing")
            .code("profile-differs", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(HostIdentity.REQUEST, SecurityModules.REQUEST);
        return params.asksForBoot() ? needs.each(SecurityModules.BOOT) : needs;
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SecurityModules modules = facts.get(SecurityModules.REQUEST);
        String file = "/sys/module/apparmor/parameters/enabled";
        if (!modules.sysfs() || modules.unreadable().contains(file)) {
            return List.of(Judgement.unknown(Reason.NOT_READABLE, Subject.HOST).with("detail", file));
        }
        boolean on = modules.apparmor().orElse(false);
        List<Judgement> said = new ArrayList<>();
        params.state().ifPresent(wanted -> said.add(state(facts, params, wanted, on)));
        if (on && !modules.parser() && !params.state().equals(Optional.of(State.OFF))) {
            said.add(Judgement.fail("parser-missing", PARSER).withRemedy(Remedy.manual("parser")));
        }
        params.profiles().all().forEach(row -> said.add(profile(row, modules.profiles())));
        return said;
    }

    private static Judgement state(HostFacts facts, Params params, State wanted, boolean on) {
        Judgement pass = Judgement.pass(STATE).with("state", CodeName.of(on ? State.ON : State.OFF));
        if (params.at().contains(At.NOW) && on != (wanted == State.ON)) {
            return Judgement.fail("wrong-now", STATE)
                    .with("state", CodeName.of(on ? State.ON : State.OFF))
                    .with("wanted", CodeName.of(wanted))
                    .withRemedy(Remedy.manual("cmdline"));
        }
        if (!params.asksForBoot()) {
            return pass;
        }
        Reading<BootConfig> boot = facts.reading(SecurityModules.BOOT);
        return boot.flatMap(read -> new LsmBoot("apparmor", on, read).next())
                .fold(
                        after -> after.on() == (wanted == State.ON)
                                ? pass.with("where", after.where())
                                : Judgement.warning("wrong-after-boot", STATE)
                                        .with("state", CodeName.of(on ? State.ON : State.OFF))
                                        .with("after", CodeName.of(after.on() ? State.ON : State.OFF))
                                        .with("wanted", CodeName.of(wanted))
                                        .with("where", after.where())
                                        .withRemedy(Remedy.manual("cmdline")),
                        missing -> Judgement.unknown(missing, STATE).withSeverity(Severity.WARNING));
    }

    private static Judgement profile(Rows.Row<Limits> row, Reading<Map<String, String>> profiles) {
        Subject subject = Subject.of("profile", row.key());
        return profiles.fold(
                read -> {
                    String found = read.getOrDefault(row.key(), CodeName.of(Mode.ABSENT));
                    String wanted = CodeName.of(row.limits().value());
                    return (found.equals(wanted)
                                    ? Judgement.pass(subject)
                                    : Judgement.warning("profile-differs", subject)
                                            .withRemedy(Remedy.manual("profile")))
                            .with("profile", row.key())
                            .with("found", found)
                            .with("wanted", wanted);
                },
                missing -> Judgement.unknown(missing, subject));
    }
}
