package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.api.CheckPack;
import dev.preflight.api.ListedCheck;
import dev.preflight.api.PublishedFact;
import java.util.ArrayList;
import java.util.List;

/**
 * Every check of this module, sorted by id, its settings, and the facts that checks of a profile may read. What is not
 * listed here does not exist. Full names instead of imports: a new check is one line.
 */
public final class AllChecks implements CheckPack {
    @Override
    public List<Check<?>> checks() {
        return listed().stream().<Check<?>>map(ListedCheck::check).toList();
    }

    @Override
    public List<ListedCheck> listed() {
        return List.of(
                check("block-device", dev.preflight.checks.storage.BlockDeviceCheck.class),
                check("cgroups", dev.preflight.checks.kernel.CgroupsCheck.class),
                check("apparmor", dev.preflight.checks.security.ApparmorCheck.class),
                check("clock-sync", dev.preflight.checks.time.ClockSyncCheck.class),
                check("command-path", dev.preflight.checks.accounts.CommandPathCheck.class),
                check("command-output", dev.preflight.checks.software.CommandOutputCheck.class),
                check("command-version", dev.preflight.checks.software.CommandVersionCheck.class),
                check("container-cpu-shares", dev.preflight.checks.docker.containers.ContainerCpuSharesCheck.class),
                check("container-log-limits", dev.preflight.checks.docker.logs.ContainerLogLimitsCheck.class),
                check(
                        "container-name-duplicates",
                        dev.preflight.checks.docker.containers.ContainerNameDuplicatesCheck.class),
                check("cpu", dev.preflight.checks.machine.CpuCheck.class),
                check("disk-latency", dev.preflight.checks.storage.DiskLatencyCheck.class),
                check("disk-space", dev.preflight.checks.storage.DiskSpaceCheck.class),
                check("dns-port-53", dev.preflight.checks.resolver.DnsPort53Check.class),
                check("docker-daemon-json", dev.preflight.checks.docker.daemonjson.DockerDaemonJsonCheck.class),
                check("duplicate-ip", dev.preflight.checks.network.DuplicateIpCheck.class),
                check("duplicate-ip-peers", dev.preflight.checks.link.DuplicateIpPeersCheck.class),
                check("file-state", dev.preflight.checks.files.FileStateCheck.class),
                check("filesystem", dev.preflight.checks.storage.FilesystemCheck.class),
                check("firewall", dev.preflight.checks.firewall.FirewallCheck.class),
                check("fleet-total", dev.preflight.checks.fleet.FleetTotalCheck.class),
                check("gateway-arp", dev.preflight.checks.network.GatewayArpCheck.class),
                check("host-identity-duplicates", dev.preflight.checks.fleet.HostIdentityDuplicatesCheck.class),
                check("host-log-rotation", dev.preflight.checks.logs.HostLogRotationCheck.class),
                check("hostname", dev.preflight.checks.names.HostnameCheck.class),
                check("jq-usable", dev.preflight.checks.accounts.JqUsableCheck.class),
                check("kernel-known-bad", dev.preflight.checks.kernel.KernelKnownBadCheck.class),
                check("kernel-log-signatures", dev.preflight.checks.kernel.KernelLogSignaturesCheck.class),
                check("kernel-modules", dev.preflight.checks.kernel.KernelModulesCheck.class),
                check("kernel-version", dev.preflight.checks.kernel.KernelVersionCheck.class),
                check("leftovers", dev.preflight.checks.software.LeftoversCheck.class),
                check("list-file-format", dev.preflight.checks.files.ListFileFormatCheck.class),
                check("load-idle-mismatch", dev.preflight.checks.load.LoadIdleMismatchCheck.class),
                check("locale", dev.preflight.checks.accounts.LocaleCheck.class),
                check("log-growth", dev.preflight.checks.logs.LogGrowthCheck.class),
                check("long-run-process", dev.preflight.checks.load.LongRunProcessCheck.class),
                check("memory", dev.preflight.checks.machine.MemoryCheck.class),
                check("names-resolve", dev.preflight.checks.fleet.NamesResolveCheck.class),
                check("network-ranges", dev.preflight.checks.network.NetworkRangesCheck.class),
                check("nic-link", dev.preflight.checks.network.NicLinkCheck.class),
                check("nic-mtu", dev.preflight.checks.network.NicMtuCheck.class),
                check("os-supported", dev.preflight.checks.machine.OsSupportedCheck.class),
                check("ovs-kernel-match", dev.preflight.checks.kernel.OvsKernelMatchCheck.class),
                check("package-state", dev.preflight.checks.software.PackageStateCheck.class),
                check("path-mtu", dev.preflight.checks.link.PathMtuCheck.class),
                check("platform-kind", dev.preflight.checks.machine.PlatformKindCheck.class),
                check("ports-free", dev.preflight.checks.network.PortsFreeCheck.class),
                check("raid-health", dev.preflight.checks.storage.RaidHealthCheck.class),
                check("raid-scrub", dev.preflight.checks.storage.RaidScrubCheck.class),
                check("reachable", dev.preflight.checks.reach.ReachableCheck.class),
                check("resolv-conf-persistence", dev.preflight.checks.resolver.ResolvConfPersistenceCheck.class),
                check("resolver-loopback", dev.preflight.checks.resolver.ResolverLoopbackCheck.class),
                check("resolver-rotate", dev.preflight.checks.resolver.ResolverRotateCheck.class),
                check("resource-limits", dev.preflight.checks.accounts.ResourceLimitsCheck.class),
                check("same-on-all", dev.preflight.checks.fleet.SameOnAllCheck.class),
                check("selinux", dev.preflight.checks.security.SelinuxCheck.class),
                check("service-state", dev.preflight.checks.software.ServiceStateCheck.class),
                check("short-connections", dev.preflight.checks.link.ShortConnectionsCheck.class),
                check("short-tcp-reset", dev.preflight.checks.network.ShortTcpResetCheck.class),
                check("ssh-between-hosts", dev.preflight.checks.link.SshBetweenHostsCheck.class),
                check("swap", dev.preflight.checks.machine.SwapCheck.class, "swap-off"),
                check("sysctl", dev.preflight.checks.kernel.SysctlCheck.class),
                check("sysfs-setting", dev.preflight.checks.kernel.SysfsSettingCheck.class),
                check("tcp-ports", dev.preflight.checks.link.TcpPortsCheck.class),
                check("threads-retrans", dev.preflight.checks.load.ThreadsRetransCheck.class),
                check("tool-identity", dev.preflight.checks.accounts.ToolIdentityCheck.class),
                check("umask-effective", dev.preflight.checks.accounts.UmaskEffectiveCheck.class),
                check("user-account", dev.preflight.checks.accounts.UserAccountCheck.class),
                check("vxlan-udp", dev.preflight.checks.link.VxlanUdpCheck.class));
    }

    @Override
    public List<Class<? extends Record>> settings() {
        return List.of(
                dev.preflight.checks.settings.InstallSettings.class,
                dev.preflight.checks.settings.NetworkSettings.class,
                dev.preflight.checks.settings.ResolverSettings.class,
                dev.preflight.checks.settings.ListFileSettings.class,
                dev.preflight.checks.settings.DockerSettings.class);
    }

    @Override
    public List<PublishedFact<?>> published() {
        List<PublishedFact<?>> facts = new ArrayList<>();
        facts.addAll(dev.preflight.checks.accounts.AccountFacts.published());
        facts.addAll(dev.preflight.checks.machine.MachineFacts.published());
        facts.addAll(dev.preflight.checks.software.SoftwareFacts.published());
        facts.addAll(dev.preflight.checks.storage.StorageFacts.published());
        return facts;
    }

    private static ListedCheck check(String id, Class<? extends Check<?>> type, String... oldIds) {
        return ListedCheck.of(id, type, oldIds);
    }
}
