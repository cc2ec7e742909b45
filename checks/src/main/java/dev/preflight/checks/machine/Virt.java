package dev.preflight.checks.machine;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a system runs on or in. Sources: systemd-detect-virt(1) and its tables in systemd's src/basic/virt.c; the UEFI
 * specification on {@code SecureBoot}; the kernel's efi_get_secureboot(), which also asks for the {@code MokSBState} of shim.
 *
 * @param detectedVm what systemd-detect-virt says of the machine; empty without it
 * @param containers names of what it is a container of, the likeliest first; none if nothing says so
 * @param machines names of the hypervisors that the machine's own description fits
 * @param hypervisorFlag whether the processor says that it is one of a virtual machine; empty if its flags are not known
 * @param dom0 whether it is the host of Xen, which has a hypervisor below it
 * @param wsl whether the kernel is that of the Windows Subsystem for Linux
 * @param root what the root directory is kept in; empty if that is not known
 * @param uefi whether it was started by UEFI; empty if that is not known
 * @param secureBoot whether only signed kernels start; empty if that is not known
 * @param nested whether the processor has {@code vmx} or {@code svm}
 * @param kvm whether {@code /dev/kvm} is there; empty if {@code /dev} is not
 */
record Virt(
        Optional<String> detectedVm,
        List<String> containers,
        Set<String> machines,
        Optional<Boolean> hypervisorFlag,
        boolean dom0,
        boolean wsl,
        Optional<Root> root,
        Optional<Boolean> uefi,
        Optional<Boolean> secureBoot,
        boolean nested,
        Optional<Boolean> kvm) {

    /** Only root reads the environment of process 1. */
    static final Fact<Virt> FACT = Fact.named("virt", Virt.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(Virt::parse);

    static final FactRequest<Virt> REQUEST = FACT.request();

    private static final String NONE = "none";

    /** In the release of a kernel: {@code detect_wsl()} of systemd. */
    private static final List<String> WSL = List.of("Microsoft", "microsoft", "WSL");

    /** By how a line of DMI begins: {@code dmi_vendor_table} of systemd, without what Oracle's servers have as well. */
    private static final Map<String, String> BY_DMI = Map.ofEntries(
            Map.entry("KVM", "kvm"),
            Map.entry("OpenStack", "kvm"),
            Map.entry("KubeVirt", "kvm"),
            Map.entry("QEMU", "qemu"),
            Map.entry("Amazon EC2", "amazon"),
            Map.entry("VMware", "vmware"),
            Map.entry("VMW", "vmware"),
            Map.entry("innotek GmbH", "oracle"),
            Map.entry("VirtualBox", "oracle"),
            Map.entry("Xen", "xen"),
            Map.entry("Bochs", "bochs"),
            Map.entry("Parallels", "parallels"),
            Map.entry("BHYVE", "bhyve"),
            Map.entry("Hyper-V", "microsoft"),
            Map.entry("Microsoft Corporation Virtual", "microsoft"),
            Map.entry("Apple Virtualization", "apple"),
            Map.entry("Google Compute Engine", "google"));

    Virt {
        containers = List.copyOf(containers);
        machines = Set.copyOf(machines);
    }

    /**
     * What {@code /} is.
     *
     * @param type of the file system
     * @param source the device, or what stands for one
     * @param upper type of the file system below an overlay that changes go to; {@code hidden} if that is not mounted any
     *     more, empty if there are no changes
     * @param ostree whether an image of OSTree was started
     * @param words of the kernel's command line that tell live systems from others
     */
    record Root(String type, String source, String upper, boolean ostree, List<String> words) {
        Root {
            words = List.copyOf(words);
        }
    }

    private static Reading<Virt> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Optional<List<String>> flags = text.first("flags").map(HeadedText.Part::lines);
        return Reading.got(new Virt(
                text.argument("detect-vm").map(Virt::name),
                containers(text),
                machines(text),
                flags.map(all -> all.contains("hypervisor")),
                text.first("dom0").isPresent(),
                text.argument("osrelease")
                        .filter(release -> WSL.stream().anyMatch(release::contains))
                        .isPresent(),
                root(text),
                text.argument("firmware").map("uefi"::equals),
                secureBoot(text),
                flags.stream().anyMatch(all -> all.contains("vmx") || all.contains("svm")),
                text.first("dev").map(dev -> text.first("kvm").isPresent())));
    }

    /** Names of systemd's are short words; what is none of them has no name. */
    private static String name(String said) {
        return said.matches("[a-z][a-z0-9-]{0,31}") ? said : "other";
    }

    private static List<String> containers(HeadedText text) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        text.argument("detect-container").ifPresent(names::add);
        names.addAll(text.arguments("mark"));
        names.remove(NONE);
        return names.stream().map(Virt::name).distinct().toList();
    }

    private static Set<String> machines(HeadedText text) {
        Set<String> names = new LinkedHashSet<>();
        List<String> dmi = text.arguments("dmi");
        boolean metal = dmi.stream().anyMatch(line -> line.matches("product_name \\S{1,64}\\.metal(-\\S{1,32})?"));
        for (String line : metal ? List.<String>of() : dmi) {
            String value = line.substring(line.indexOf(' ') + 1);
            BY_DMI.forEach((prefix, name) -> {
                if (value.startsWith(prefix)) {
                    names.add(name);
                }
            });
            if (line.equals("product_name Virtual Machine") && dmi.contains("sys_vendor Microsoft Corporation")) {
                names.add("microsoft");
            }
        }
        text.argument("hypervisor").ifPresent(type -> names.add(type.startsWith("linux,kvm") ? "kvm" : name(type)));
        return names;
    }

    private static Optional<Root> root(HeadedText text) {
        return text.argument("root").map(said -> {
            String[] fields = said.split(" ", 2);
            return new Root(
                    fields[0],
                    fields.length > 1 ? fields[1] : "",
                    text.argument("upper").orElse(""),
                    text.first("ostree").isPresent(),
                    text.arguments("word"));
        });
    }

    /** Without UEFI there is none, and firmware that cannot do it has no such variable. */
    private static Optional<Boolean> secureBoot(HeadedText text) throws FactFormatException {
        Optional<String> firmware = text.argument("firmware");
        if (firmware.isEmpty() || !firmware.get().equals("uefi")) {
            return firmware.map(any -> false);
        }
        boolean on = false;
        for (String variable : text.arguments("efivar")) {
            if (!variable.matches("\\S+ [01]")) {
                return Optional.empty();
            }
            if (variable.equals("MokSBStateRT 1")) {
                return Optional.of(false);
            }
            on |= variable.equals("SecureBoot 1");
        }
        return text.first("efivars").isPresent() ? Optional.of(on) : Optional.empty();
    }

    /** What it is; empty if that cannot be determined. */
    Optional<Kind> kind(String otherContainer) {
        List<String> in =
                containers.isEmpty() && !otherContainer.isEmpty() ? List.of(name(otherContainer)) : containers;
        if (in.contains("wsl") || (in.isEmpty() && wsl)) {
            return Optional.of(new Kind("wsl", Set.of()));
        }
        if (!in.isEmpty()) {
            return Optional.of(new Kind("container", Set.copyOf(in)));
        }
        boolean detected = detectedVm.filter(name -> !name.equals(NONE)).isPresent();
        if (dom0) {
            return Optional.of(Kind.PHYSICAL);
        }
        boolean saysSo = hypervisorFlag.orElse(!machines.isEmpty());
        if (detected || saysSo) {
            Set<String> names = new LinkedHashSet<>(machines);
            detectedVm.filter(name -> !name.equals(NONE)).ifPresent(names::add);
            return Optional.of(new Kind("vm", names.isEmpty() ? Set.of("other") : names));
        }
        // Processors other than those of x86 have no flag that says so.
        return detectedVm.isPresent() || hypervisorFlag.isPresent() ? Optional.of(Kind.PHYSICAL) : Optional.empty();
    }

    /**
     * What it is, in the words of a profile.
     *
     * @param type {@code physical}, {@code vm}, {@code container} or {@code wsl}
     * @param names of the hypervisor or the container manager
     */
    record Kind(String type, Set<String> names) {
        private static final Kind PHYSICAL = new Kind("physical", Set.of());

        Kind {
            names = Set.copyOf(names);
        }

        boolean is(String wanted) {
            return wanted.equals(type) || names.stream().anyMatch(name -> wanted.equals(type + ":" + name));
        }

        /** For people. */
        String describe() {
            return names.isEmpty()
                    ? type
                    : type + ": " + String.join(", ", names.stream().sorted().toList());
        }
    }
}
