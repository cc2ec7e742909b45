package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Rows;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.kernel.ModuleLimits.State;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One row of what is required of modules: the best of the modules of which one is enough. */
final class ModuleRow {
    /**
     * The options of which a module is the product, where a name does not say it: the Makefiles of the kernel. A kernel
     * without files of modules has them built in, and says so in its configuration only.
     */
    static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("overlay", "OVERLAY_FS"),
            Map.entry("br_netfilter", "BRIDGE_NETFILTER"),
            Map.entry("bridge", "BRIDGE"),
            Map.entry("nf_conntrack", "NF_CONNTRACK"),
            Map.entry("nf_nat", "NF_NAT"),
            Map.entry("nf_tables", "NF_TABLES"),
            Map.entry("ip_tables", "IP_NF_IPTABLES"),
            Map.entry("ip6_tables", "IP6_NF_IPTABLES"),
            Map.entry("iptable_nat", "IP_NF_NAT"),
            Map.entry("iptable_filter", "IP_NF_FILTER"),
            Map.entry("ip_set", "IP_SET"),
            Map.entry("ip_vs", "IP_VS"),
            Map.entry("ip_vs_rr", "IP_VS_RR"),
            Map.entry("ip_vs_wrr", "IP_VS_WRR"),
            Map.entry("ip_vs_sh", "IP_VS_SH"),
            Map.entry("vxlan", "VXLAN"),
            Map.entry("geneve", "GENEVE"),
            Map.entry("ipip", "NET_IPIP"),
            Map.entry("wireguard", "WIREGUARD"),
            Map.entry("dummy", "DUMMY"),
            Map.entry("veth", "VETH"),
            Map.entry("tun", "TUN"),
            Map.entry("macvlan", "MACVLAN"),
            Map.entry("ipvlan", "IPVLAN"),
            Map.entry("8021q", "VLAN_8021Q"),
            Map.entry("bonding", "BONDING"),
            Map.entry("openvswitch", "OPENVSWITCH"),
            Map.entry("rbd", "BLK_DEV_RBD"),
            Map.entry("ceph", "CEPH_FS"),
            Map.entry("nbd", "BLK_DEV_NBD"),
            Map.entry("dm_thin_pool", "DM_THIN_PROVISIONING"),
            Map.entry("dm_crypt", "DM_CRYPT"),
            Map.entry("iscsi_tcp", "ISCSI_TCP"),
            Map.entry("nvme_tcp", "NVME_TCP"),
            Map.entry("xfs", "XFS_FS"),
            Map.entry("nfs", "NFS_FS"),
            Map.entry("fuse", "FUSE_FS"),
            Map.entry("kvm", "KVM"));

    private final Rows.Row<ModuleLimits> row;
    private final ModuleLimits limits;
    private final Subject subject;
    private final KernelModules modules;
    private final Reading<KernelConfig> config;

    ModuleRow(Rows.Row<ModuleLimits> row, KernelModules modules, Reading<KernelConfig> config) {
        this.row = row;
        this.limits = row.limits();
        this.subject = Subject.of("module", row.key());
        this.modules = modules;
        this.config = config;
    }

    /** The names of a row, as the kernel has them. */
    static Stream<String> names(Rows.Row<ModuleLimits> row) {
        return Stream.concat(Stream.of(row.key()), row.limits().anyOf().stream())
                .map(KernelModules::name)
                .distinct();
    }

    /** What is to be said of the row. */
    Judgement judge() {
        List<Judgement> each = names(row)
                .map(module -> judge(module).with("module", module).with("state", CodeName.of(limits.state())))
                .toList();
        // Of what must not be there none may be; of the others one is enough.
        Comparator<Judgement> order = Comparator.comparingInt(ModuleRow::badness);
        return limits.state() == State.ABSENT
                ? each.stream().max(order).orElseThrow()
                : each.stream().min(order).orElseThrow();
    }

    private static int badness(Judgement judgement) {
        return List.of(Outcome.PASS, Outcome.WARNING, Outcome.UNKNOWN, Outcome.FAIL)
                .indexOf(judgement.outcome());
    }

    private Judgement judge(String module) {
        boolean builtIn = modules.builtIn(module) || configured(module);
        boolean there = modules.loaded(module)
                || builtIn
                || limits.feature().filter(modules::feature).isPresent();
        if (limits.state() == State.ABSENT) {
            return there
                    ? Judgement.fail("present", subject).withRemedy(Remedy.manual("unload"))
                    : Judgement.pass(subject);
        }
        return there ? stays(module, builtIn) : loadable(module);
    }

    private boolean configured(String module) {
        return Optional.ofNullable(OPTIONS.get(module))
                .filter(option -> config.fold(read -> read.of(option).equals("y"), missing -> false))
                .isPresent();
    }

    private Judgement stays(String module, boolean builtIn) {
        for (Rows.Row<ModuleLimits.Parameter> wanted : limits.parameters().all()) {
            Optional<String> now =
                    Optional.ofNullable(modules.parameters().get(module + "/parameters/" + wanted.key()));
            if (now.filter(wanted.limits().value()::equals).isEmpty()) {
                return Judgement.fail("parameter-differs", subject)
                        .with("parameter", wanted.key())
                        .with("now", now.orElse("-"))
                        .with("wanted", wanted.limits().value())
                        .withRemedy(Remedy.manual("options"));
            }
        }
        boolean kept =
                builtIn || limits.state() != State.LOADED || !limits.at().contains(At.BOOT) || modules.atBoot(module);
        return kept ? Judgement.pass(subject) : persisted(Judgement.warning("not-persisted", subject), module);
    }

    /** Of what is not in the kernel: whether it can be. */
    private Judgement loadable(String module) {
        if (modules.disabled()) {
            return Judgement.fail("locked", subject).withRemedy(Remedy.manual("reboot"));
        }
        if (modules.withoutTree().isPresent()) {
            return Judgement.fail("no-module-tree", subject)
                    .with("release", modules.withoutTree().get())
                    .withRemedy(Remedy.manual("reboot"));
        }
        if (modules.unreadable().isPresent()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", modules.unreadable().get());
        }
        Optional<String> blocked = modules.blockedBy(module);
        if (blocked.isPresent()) {
            return Judgement.fail("blocked", subject).with("by", blocked.get()).withRemedy(Remedy.manual("unblock"));
        }
        if (!modules.hasFile(module)) {
            return Judgement.fail("not-available", subject).withRemedy(Remedy.manual("install"));
        }
        if (limits.state() == State.LOADED || !limits.parameters().all().isEmpty()) {
            Judgement missing = Judgement.fail("not-loaded", subject)
                    .withRemedy(Remedy.safe("load", Privilege.ROOT).with("module", Arg.text(module)));
            return modules.atBoot(module) ? missing : persisted(missing, module);
        }
        return onDemand(module);
    }

    private Judgement onDemand(String module) {
        if (modules.autoloadOff()) {
            return persisted(Judgement.warning("autoload-off", subject), module);
        }
        Optional<String> blacklisted = modules.blacklistedBy(module);
        return blacklisted.isPresent()
                ? persisted(Judgement.warning("blacklisted", subject).with("by", blacklisted.get()), module)
                : Judgement.pass(subject);
    }

    private static Judgement persisted(Judgement judgement, String module) {
        return judgement.withRemedy(
                Remedy.safe("load-at-boot", Privilege.ROOT).asWell().with("module", Arg.text(module)));
    }
}
