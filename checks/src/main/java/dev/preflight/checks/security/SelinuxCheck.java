package dev.preflight.checks.security;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.software.Packages;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SELinux is in a mode that the platform can live with, now and after the next boot. {@code setenforce} lasts until that
 * boot; {@code enforcing=0} on the kernel's command line beats the file; and since EL9 a file that says {@code disabled} only
 * keeps the policy from being loaded. A domain may be permissive by itself, which is not looked at. Sources: selinux(8), "Using
 * SELinux" of RHEL 9, libselinux.
 */
@Untried(
        remedies = {"setenforce-0", "setenforce-1", "grubby"},
        why = "no kernel of the lab runs SELinux, and its hosts have no boot loader")
@Untried(
        remedies = {"file-enforcing", "file-permissive", "file-disabled"},
        why = "no kernel of the lab runs SELinux; a unit test runs them on a file, and undoes them")
public final class SelinuxCheck implements HostCheck<SelinuxCheck.Params> {

    /** A switch of the policy. */
    public enum Switch {
        /** On. */
        ON,
        /** Off. */
        OFF
    }

    /** What a switch of the policy has to be. */
    public record Limits(
            @Param(value = "What the switch has to be", example = "on", kind = Kind.THRESHOLD)
            Switch value) {}

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Modes that SELinux may be in; a kernel without it is in the mode disabled",
                    example = "[permissive, disabled]",
                    kind = Kind.THRESHOLD)
            List<SelinuxMode> mode,

            @Param(
                    value =
                            "Switches of the policy; not asked for where SELinux is disabled. Off is written {value: off}",
                    example = "{container_manage_cgroup: on}",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            Rows<Limits> booleans,

            @Param(
                    value =
                            "Packages with rules of the policy that the platform needs; not asked for where SELinux is disabled",
                    example = "[container-selinux]",
                    shape = Shape.PACKAGE,
                    kind = Kind.LOCATOR)
            List<String> policy,

            @Param(
                    value = "Whether the mode is required now, after the next boot, or both",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<At> at,

            @FromSetting boolean treatAsHost) {
        public Params {
            mode = List.copyOf(mode);
            policy = List.copyOf(policy);
            at = List.copyOf(at);
        }

        private boolean asksForBoot() {
            return at.contains(At.BOOT);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("selinux", Params.class, Severity.BLOCKER)
            .requires("mode", "booleans", "policy")
            .notInContainer(Params::treatAsHost)
            .code("wrong-now")
            .code("wrong-after-boot", Severity.WARNING)
            .code("not-persisted", Severity.WARNING)
            .code("no-policy")
            .code("half-disabled", Severity.INFO)
            .code("relabel-pending", Severity.WARNING)
            .code("boolean-differs", Severity.WARNING)
            .code("policy-missing")
            .code("selinux-off", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(HostIdentity.REQUEST, SecurityModules.REQUEST);
        if (params.asksForBoot()) {
            needs = needs.each(SecurityModules.BOOT);
        }
        return params.policy().isEmpty() ? needs : needs.each(packages(params));
    }

    private static FactRequest<Packages> packages(Params params) {
        return Packages.FACT
                .request()
                .withArguments(params.policy().stream().distinct().sorted().toList());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SecurityModules modules = facts.get(SecurityModules.REQUEST);
        if (!modules.tellsEnforce()) {
            return List.of(Judgement.unknown(Reason.NOT_READABLE, Subject.HOST).with("detail", "/sys/fs/selinux"));
        }
        List<Judgement> said = new ArrayList<>();
        if (!params.mode().isEmpty()) {
            Optional<Reading<BootConfig>> boot =
                    params.asksForBoot() ? Optional.of(facts.reading(SecurityModules.BOOT)) : Optional.empty();
            said.addAll(new SelinuxState(modules, params.mode(), params.at().contains(At.NOW)).judge(boot));
        }
        boolean off = SelinuxState.now(modules) == SelinuxMode.DISABLED;
        params.booleans().all().forEach(row -> said.add(bool(row, modules, off)));
        if (!params.policy().isEmpty()) {
            said.addAll(policy(facts, params, off));
        }
        return said;
    }

    private static Judgement bool(Rows.Row<Limits> row, SecurityModules modules, boolean off) {
        Subject subject = Subject.of("boolean", row.key());
        if (off) {
            return Judgement.notApplicable("selinux-off", subject);
        }
        String wanted = CodeName.of(row.limits().value());
        String found = modules.booleans().getOrDefault(row.key(), "absent");
        return (found.equals(wanted) ? Judgement.pass(subject) : Judgement.warning("boolean-differs", subject))
                .with("boolean", row.key())
                .with("found", found)
                .with("wanted", wanted);
    }

    private static List<Judgement> policy(HostFacts facts, Params params, boolean off) {
        return params.policy().stream()
                .map(name -> {
                    Subject subject = Subject.of("package", name);
                    if (off) {
                        return Judgement.notApplicable("selinux-off", subject);
                    }
                    return facts.reading(packages(params))
                            .fold(
                                    packages -> packages.of(name).stream().anyMatch(Packages.Entry::whole)
                                            ? Judgement.pass(subject).with("package", name)
                                            : Judgement.fail("policy-missing", subject)
                                                    .with("package", name),
                                    missing -> Judgement.unknown(missing, subject));
                })
                .toList();
    }
}
