package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.api.CheckPack;
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
        return List.of(
                new dev.preflight.checks.storage.BlockDeviceCheck(),
                new dev.preflight.checks.kernel.CgroupsCheck(),
                new dev.preflight.checks.security.ApparmorCheck(),
                new dev.preflight.checks.time.ClockSyncCheck(),
                new dev.preflight.checks.accounts.CommandPathCheck(),
                new dev.preflight.checks.software.CommandOutputCheck(),
                new dev.preflight.checks.software.CommandVersionCheck(),
                new dev.preflight.checks.docker.containers.ContainerCpuSharesCheck(),
                new dev.preflight.checks.docker.logs.ContainerLogLimitsCheck(),
                new dev.preflight.checks.docker.containers.ContainerNameDuplicatesCheck(),
                new dev.preflight.checks.machine.CpuCheck(),
                new dev.preflight.checks.storage.DiskLatencyCheck(),
                new dev.preflight.checks.storage.DiskSpaceCheck(),
                new dev.preflight.checks.resolver.DnsPort53Check(),
                new dev.preflight.checks.docker.daemonjson.DockerDaemonJsonCheck(),
                new dev.preflight.checks.network.DuplicateIpCheck(),
                new dev.preflight.checks.link.DuplicateIpPeersCheck(),
                new dev.preflight.checks.files.FileStateCheck(),
                new dev.preflight.checks.storage.FilesystemCheck(),
                new dev.preflight.checks.firewall.FirewallCheck(),
                new dev.preflight.checks.fleet.FleetTotalCheck(),
                new dev.preflight.checks.network.GatewayArpCheck(),
                new dev.preflight.checks.fleet.HostIdentityDuplicatesCheck(),
                new dev.preflight.checks.logs.HostLogRotationCheck(),
                new dev.preflight.checks.names.HostnameCheck(),
                new dev.preflight.checks.accounts.JqUsableCheck(),
                new dev.preflight.checks.kernel.KernelKnownBadCheck(),
                new dev.preflight.checks.kernel.KernelLogSignaturesCheck(),
                new dev.preflight.checks.kernel.KernelModulesCheck(),
                new dev.preflight.checks.kernel.KernelVersionCheck(),
                new dev.preflight.checks.software.LeftoversCheck(),
                new dev.preflight.checks.files.ListFileFormatCheck(),
                new dev.preflight.checks.load.LoadIdleMismatchCheck(),
                new dev.preflight.checks.accounts.LocaleCheck(),
                new dev.preflight.checks.logs.LogGrowthCheck(),
                new dev.preflight.checks.load.LongRunProcessCheck(),
                new dev.preflight.checks.machine.MemoryCheck(),
                new dev.preflight.checks.fleet.NamesResolveCheck(),
                new dev.preflight.checks.network.NetworkRangesCheck(),
                new dev.preflight.checks.network.NicLinkCheck(),
                new dev.preflight.checks.network.NicMtuCheck(),
                new dev.preflight.checks.machine.OsSupportedCheck(),
                new dev.preflight.checks.kernel.OvsKernelMatchCheck(),
                new dev.preflight.checks.software.PackageStateCheck(),
                new dev.preflight.checks.link.PathMtuCheck(),
                new dev.preflight.checks.machine.PlatformKindCheck(),
                new dev.preflight.checks.network.PortsFreeCheck(),
                new dev.preflight.checks.storage.RaidHealthCheck(),
                new dev.preflight.checks.storage.RaidScrubCheck(),
                new dev.preflight.checks.reach.ReachableCheck(),
                new dev.preflight.checks.resolver.ResolvConfPersistenceCheck(),
                new dev.preflight.checks.resolver.ResolverLoopbackCheck(),
                new dev.preflight.checks.resolver.ResolverRotateCheck(),
                new dev.preflight.checks.accounts.ResourceLimitsCheck(),
                new dev.preflight.checks.fleet.SameOnAllCheck(),
                new dev.preflight.checks.security.SelinuxCheck(),
                new dev.preflight.checks.software.ServiceStateCheck(),
                new dev.preflight.checks.link.ShortConnectionsCheck(),
                new dev.preflight.checks.network.ShortTcpResetCheck(),
                new dev.preflight.checks.link.SshBetweenHostsCheck(),
                new dev.preflight.checks.machine.SwapCheck(),
                new dev.preflight.checks.kernel.SysctlCheck(),
                new dev.preflight.checks.kernel.SysfsSettingCheck(),
                new dev.preflight.checks.link.TcpPortsCheck(),
                new dev.preflight.checks.load.ThreadsRetransCheck(),
                new dev.preflight.checks.accounts.ToolIdentityCheck(),
                new dev.preflight.checks.accounts.UmaskEffectiveCheck(),
                new dev.preflight.checks.accounts.UserAccountCheck(),
                new dev.preflight.checks.link.VxlanUdpCheck());
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
}
