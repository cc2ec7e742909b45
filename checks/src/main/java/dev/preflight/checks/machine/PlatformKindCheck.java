package dev.preflight.checks.machine;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host is a machine of the kind that the platform is made for: physical, virtual, or none at all but a container. A
 * container that has an init of its own (LXC) looks like a host until its first module cannot be loaded, and what is
 * installed on a live system is gone after the next boot. Sources: systemd-detect-virt(1); KubeVirt's requirements on
 * {@code /dev/kvm}.
 */
public final class PlatformKindCheck implements HostCheck<PlatformKindCheck.Params> {
    private static final Subject KIND = Subject.of("platform", "kind");
    private static final Subject ROOT = Subject.of("platform", "root");
    private static final Subject FIRMWARE = Subject.of("platform", "firmware");
    private static final Subject SECURE_BOOT = Subject.of("platform", "secure-boot");
    private static final Subject MACHINE = Subject.of("platform", "machine");
    private static final Subject NESTED = Subject.of("platform", "nested");

    /** Names of systemd-detect-virt(1) for virtual machines, and {@code other}. */
    private static final String MACHINES = "acrn|amazon|apple|bhyve|bochs|google|kvm|microsoft|oracle|other|parallels"
            + "|powervm|qemu|qnx|sre|uml|vmware|xen|zvm";

    private static final String KINDS = "physical|wsl|vm(:(" + MACHINES + "))?|container(:[a-z][a-z0-9-]*)?";

    /** What starts the machine. */
    public enum Firmware {
        /** UEFI. */
        UEFI,
        /** The BIOS of a PC, or UEFI that behaves like one. */
        BIOS
    }

    /** Whether only signed kernels start. */
    public enum SecureBoot {
        /** Only those. */
        ON,
        /** Any. */
        OFF
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What the host may be: physical, vm, vm:vmware, container, container:lxc, wsl",
                    example = "[physical, 'vm:vmware']",
                    kind = Kind.THRESHOLD)
            List<String> kinds,

            @Param(value = "What has to start the machine", example = "uefi", kind = Kind.THRESHOLD)
            Optional<Firmware> firmware,

            @Param(value = "Whether Secure Boot has to be on or off", example = "off", kind = Kind.THRESHOLD)
            Optional<SecureBoot> secureBoot,

            @Param(
                    value = "Whether virtual machines have to be able to run on the host",
                    example = "true",
                    kind = Kind.THRESHOLD)
            Optional<Boolean> nested,

            @FromSetting boolean treatAsHost) {
        public Params {
            kinds = List.copyOf(kinds);
            for (String kind : kinds) {
                if (!kind.matches(KINDS)) {
                    throw new IllegalArgumentException(
                            "kinds: expected physical, vm, container or wsl, or vm:NAME as systemd-detect-virt has it, found: "
                                    + kind);
                }
            }
            if (kinds.isEmpty() && nested.equals(Optional.of(false)) && firmware.isEmpty() && secureBoot.isEmpty()) {
                throw new IllegalArgumentException("nested: false requires nothing");
            }
        }

        private boolean asksTheMachine() {
            return firmware.isPresent() || secureBoot.isPresent() || nested.orElse(false);
        }

        private boolean judgesContainers() {
            return treatAsHost || !kinds.isEmpty();
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("platform-kind", Params.class, Severity.BLOCKER)
            .requires("kinds", "firmware", "secure_boot", "nested")
            .notInContainer(Params::judgesContainers)
            .code("container")
            .code("wrong-kind")
            .code("live-system")
            .code("no-kvm")
            .code("firmware-differs", Severity.WARNING)
            .code("secure-boot-differs", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, Virt.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Virt virt = facts.get(Virt.REQUEST);
        HostIdentity identity = facts.get(HostIdentity.REQUEST);
        Optional<Virt.Kind> kind = virt.kind(identity.container());
        List<Judgement> said = new ArrayList<>();
        kind(kind, params).ifPresent(said::add);
        Optional<Virt.Kind> container = kind.filter(one -> one.type().equals("container"));
        if (container.isEmpty()) {
            root(virt).ifPresent(said::add);
        }
        if (container.isEmpty() || params.treatAsHost()) {
            said.addAll(machine(virt, identity, params));
        } else if (params.kinds().isEmpty()) {
            return List.of(inContainer(container.get(), Subject.HOST));
        }
        if (said.isEmpty()) {
            said.add(Judgement.pass(Subject.HOST)
                    .with("kind", kind.map(Virt.Kind::describe).orElse("")));
            container
                    .filter(one -> !params.treatAsHost() && params.asksTheMachine())
                    .ifPresent(one -> said.add(inContainer(one, MACHINE)));
        }
        return said;
    }

    /** It may be one that the engine does not know for one, such as LXC with an init of its own. */
    private static Judgement inContainer(Virt.Kind container, Subject subject) {
        return Judgement.notApplicable(CheckSpec.IN_CONTAINER, subject).with("runtime", container.describe());
    }

    private static List<Judgement> machine(Virt virt, HostIdentity identity, Params params) {
        List<Judgement> said = new ArrayList<>();
        params.firmware().flatMap(wanted -> firmware(virt, identity, wanted)).ifPresent(said::add);
        params.secureBoot().flatMap(wanted -> secureBoot(virt, wanted)).ifPresent(said::add);
        params.nested().filter(wanted -> wanted).flatMap(wanted -> nested(virt)).ifPresent(said::add);
        return said;
    }

    private static Optional<Judgement> kind(Optional<Virt.Kind> kind, Params params) {
        if (params.kinds().isEmpty()) {
            return Optional.empty();
        }
        if (kind.isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.NO_TOOL, KIND).with("detail", "systemd-detect-virt"));
        }
        Virt.Kind found = kind.get();
        if (params.kinds().stream().anyMatch(found::is)) {
            return Optional.empty();
        }
        boolean container = found.type().equals("container");
        return Optional.of(Judgement.fail(container ? "container" : "wrong-kind", KIND)
                .with("kind", found.describe())
                .withSome("wanted", params.kinds())
                .withRemedy(Remedy.manual("other-host")));
    }

    private static Optional<Judgement> root(Virt virt) {
        if (virt.root().isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, ROOT).with("detail", "/proc/self/mountinfo"));
        }
        Virt.Root root = virt.root().get();
        String described = root.type() + " " + root.source() + " " + String.join(" ", root.words());
        return switch (RootKept.of(root)) {
            case YES -> Optional.empty();
            case UNSURE -> Optional.of(Judgement.unknown(Reason.AMBIGUOUS, ROOT).with("detail", described.strip()));
            case NO ->
                Optional.of(Judgement.fail("live-system", ROOT)
                        .with("root", described.strip())
                        .withRemedy(Remedy.manual("install")));
        };
    }

    private static Optional<Judgement> firmware(Virt virt, HostIdentity identity, Firmware wanted) {
        if (virt.uefi().isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, FIRMWARE).with("detail", "/sys/firmware"));
        }
        // Only PCs have a BIOS.
        boolean pc = Set.of("x86_64", "i686", "i586", "i386").contains(identity.arch());
        String found = virt.uefi().get() ? CodeName.of(Firmware.UEFI) : pc ? CodeName.of(Firmware.BIOS) : "other";
        return found.equals(CodeName.of(wanted))
                ? Optional.empty()
                : Optional.of(Judgement.warning("firmware-differs", FIRMWARE)
                        .with("firmware", found)
                        .with("wanted", CodeName.of(wanted))
                        .withRemedy(Remedy.manual("firmware")));
    }

    private static Optional<Judgement> secureBoot(Virt virt, SecureBoot wanted) {
        if (virt.secureBoot().isEmpty()) {
            return Optional.of(
                    Judgement.unknown(Reason.NOT_READABLE, SECURE_BOOT).with("detail", "/sys/firmware/efi/efivars"));
        }
        SecureBoot found = virt.secureBoot().get() ? SecureBoot.ON : SecureBoot.OFF;
        return found == wanted
                ? Optional.empty()
                : Optional.of(Judgement.warning("secure-boot-differs", SECURE_BOOT)
                        .with("found", CodeName.of(found))
                        .with("wanted", CodeName.of(wanted))
                        .withRemedy(Remedy.manual("firmware")));
    }

    private static Optional<Judgement> nested(Virt virt) {
        if (virt.kvm().isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.NOT_READABLE, NESTED).with("detail", "/dev"));
        }
        return virt.kvm().get()
                ? Optional.empty()
                : Optional.of(Judgement.fail("no-kvm", NESTED)
                        .with("flags", virt.nested() ? "vmx|svm" : "")
                        .withRemedy(Remedy.manual(virt.nested() ? "kvm-module" : "nested")));
    }
}
