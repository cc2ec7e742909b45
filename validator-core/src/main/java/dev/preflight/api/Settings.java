package dev.preflight.api;

import dev.preflight.api.Param.Kind;
import java.util.List;

/**
 * What a site says of itself once, in the {@code settings} of a profile. A check's parameter with {@link FromSetting} has
 * the setting's value unless the profile gives it another. A setting that any check sends to a host is a locator, for all
 * checks.
 */
public record Settings(
        @Param(
                value = "User who installs and owns the platform's files; empty means the login user",
                example = "platform",
                shape = Shape.USER,
                kind = Kind.LOCATOR)
        String installUser,

        @Param(
                value = "Directory that the installer unpacks into",
                example = "/opt/staging",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        String stagingDir,

        @Param(
                value = "Directories that the platform is installed to; those that exist are looked at",
                example = "[/opt/platform, /data/docker]",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        List<String> installDirs,

        @Param(
                value =
                        "Ways in which the installer runs commands: exec, login, sudo, sudo-i, su, su-, upload, unit, cron",
                def = "[exec, login]",
                example = "[exec, login, sudo]",
                filled = true,
                kind = Kind.LOCATOR)
        List<dev.preflight.fact.Context> requiredContexts,

        @Param(
                value = "Services of systemd that the platform runs as, for the context unit",
                example = "[platform.service]",
                shape = Shape.UNIT,
                kind = Kind.LOCATOR)
        List<String> installUnits,

        @Param(
                value = "Become root through sudo -n for what only root can read",
                def = "false",
                example = "true",
                kind = Kind.LOCATOR)
        boolean become,

        @Param(
                value = "Network interfaces that the platform uses beside that of the default route",
                example = "[eth1]",
                shape = Shape.INTERFACE,
                kind = Kind.THRESHOLD)
        List<String> platformNics,

        @Param(
                value = "Networks of the containers",
                example = "[{mode: macvlan, parent: eth1, vlan: 7, gateway: 10.20.0.1}]",
                kind = Kind.LOCATOR)
        List<ContainerNetwork> containerNetworks,

        @Param(
                value = "Largest IP packet that every link must carry",
                def = "1500",
                unit = "bytes",
                example = "9000",
                shape = Shape.MTU,
                kind = Kind.LOCATOR)
        int expectedMtu,

        @Param(
                value = "Name servers that the hosts must ask",
                example = "[10.0.0.53]",
                shape = Shape.ADDRESS,
                kind = Kind.THRESHOLD)
        List<String> expectedNameservers,

        @Param(
                value = "Names that the platform looks up and that its name servers know",
                example = "[db.platform.internal]",
                shape = Shape.HOST,
                kind = Kind.LOCATOR)
        List<String> platformNames,

        @Param(
                value = "Lists of one item a line that the platform reads",
                example = "[{path: /etc/platform/peers, item: ipv4, min: 3}]",
                kind = Kind.LOCATOR)
        List<ListFileSetting> listFiles,

        @Param(value = "How long the host is watched", def = "60s", example = "10m", least = "1s", kind = Kind.LOCATOR)
        java.time.Duration sampleTime,

        @Param(
                value = "Version of Docker that will be installed; set means that Docker is planned",
                example = "26.1.3",
                shape = Shape.VERSION,
                kind = Kind.THRESHOLD)
        String targetDockerVersion,

        @Param(
                value = "What places containers on the hosts: it says what CPU shares mean",
                def = "unset",
                example = "swarm-classic",
                kind = Kind.THRESHOLD)
        SchedulerModel schedulerModel,

        @Param(
                value = "CPUs that the planned containers will reserve on each host; -1 means not set",
                def = "-1",
                example = "8",
                shape = Shape.COUNT,
                kind = Kind.THRESHOLD)
        int plannedCpus,

        @Param(value = "Judge a container as if it were a host", def = "false", example = "true", kind = Kind.THRESHOLD)
        boolean treatAsHost) {

    /** What places containers on hosts. */
    public enum SchedulerModel {
        /** Nobody said so. */
        UNSET,
        /** Standalone Swarm, which takes 1024 CPU shares for a whole host. */
        SWARM_CLASSIC,
        /** Kubernetes, where 1024 CPU shares are one core. */
        KUBERNETES,
        /** Nothing that reads CPU shares: Docker or Podman alone, or Swarm mode. */
        NONE
    }

    /** One list of one item a line, at a path of the host, at an address, or at both. */
    public record ListFileSetting(
            @Param(value = "Path of the file", example = "/etc/platform/peers", shape = Shape.PATH, kind = Kind.LOCATOR)
            String path,

            @Param(
                    value = "Address that it is served at, as it is configured where it is used",
                    example = "http://10.0.0.9/peers",
                    shape = Shape.URL,
                    kind = Kind.LOCATOR)
            String url,

            @Param(
                    value = "What a line is: ipv4, ipv6, host or host:port",
                    def = "host",
                    example = "ipv4",
                    kind = Kind.THRESHOLD)
            String item,

            @Param(value = "Fewest items", def = "1", example = "3", shape = Shape.COUNT, kind = Kind.THRESHOLD)
            int min,

            @Param(
                    value = "Most items; 0 means any number",
                    def = "0",
                    example = "7",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int max,

            @Param(
                    value = "Host name or address of the one host that uses the address; empty means every host does",
                    example = "h1",
                    kind = Kind.LOCATOR,
                    names = Param.Names.HOST)
            String consumerHost,

            @Param(value = "Lines may begin with '#'", def = "false", example = "true", kind = Kind.THRESHOLD)
            boolean allowComments) {}

    /** One network of the containers. */
    public record ContainerNetwork(
            @Param(
                    value = "How containers are attached, such as macvlan, bridge or vxlan",
                    example = "macvlan",
                    shape = Shape.NETWORK_MODE,
                    kind = Kind.THRESHOLD)
            String mode,

            @Param(
                    value = "Interface of the host that carries it",
                    example = "eth1",
                    shape = Shape.INTERFACE,
                    kind = Kind.LOCATOR)
            String parent,

            @Param(
                    value = "VLAN id; 0 means untagged",
                    def = "0",
                    example = "7",
                    shape = Shape.VLAN,
                    kind = Kind.LOCATOR)
            int vlan,

            @Param(
                    value =
                            "Largest IP packet; 0 means what its mode has by itself: a tunnel its parent's less the overhead",
                    def = "0",
                    unit = "bytes",
                    example = "1450",
                    shape = Shape.MTU,
                    kind = Kind.THRESHOLD)
            int mtu,

            @Param(value = "Gateway of the network", example = "10.20.0.1", shape = Shape.ADDRESS, kind = Kind.LOCATOR)
            String gateway,

            @Param(
                    value = "Free address that a probe may use",
                    example = "10.20.0.250",
                    shape = Shape.ADDRESS,
                    kind = Kind.THRESHOLD)
            String probeIp) {}
}
