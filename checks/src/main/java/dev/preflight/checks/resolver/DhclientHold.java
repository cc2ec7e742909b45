package dev.preflight.checks.resolver;

import dev.preflight.checks.resolver.DhclientHook.Function;
import dev.preflight.checks.resolver.DhclientState.Hook;
import dev.preflight.checks.resolver.ResolvOwner.Hold;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What one running dhclient will do with the name servers, by what it and its script look at on this host. What is not
 * known to protect the name servers does not count as protection.
 *
 * <p>Sources: dhclient.conf(5); Debian's dhclient-script, which takes hooks by the names that run-parts(8) takes and asks
 * for no execute bit; EL's, which asks for it, has no directory of hooks, and takes PEERDNS from the ifcfg file of the
 * interface whose lease came.
 */
record DhclientHold(ResolverState host, ResolverState.Client client, List<String> wanted) {
    private static final String HOOKS = "/etc/dhcp/dhclient-enter-hooks";
    private static final String IFCFG = "/etc/sysconfig/network-scripts/ifcfg-";

    private static final Predicate<String> TOLD =
            Pattern.compile("(interface|conf|script) .*").asMatchPredicate();

    Hold hold() {
        List<String> scripts = client.told("script");
        if (scripts.stream().anyMatch(script -> script.matches("(/usr)?/bin/true"))) {
            return Hold.PROTECTED;
        }
        Optional<List<String>> script = (scripts.isEmpty()
                        ? List.of("/sbin/dhclient-script", "/usr/sbin/dhclient-script")
                        : scripts)
                .stream().flatMap(path -> host.dhclient().script(path).stream()).findFirst();
        if (superseded() || peer(script)) {
            return Hold.PROTECTED;
        }
        Set<Function> function = function(script);
        if (function.equals(EnumSet.of(Function.EMPTY))) {
            return Hold.PROTECTED;
        }
        // A hook that calls resolvconf instead: then what it gives to resolvconf counts.
        if (!function.contains(Function.ITS_OWN) && new Frameworks.Resolvconf().active(host)) {
            return Hold.PROTECTED;
        }
        return unread() ? Hold.UNTOLD : Hold.OVERWRITES;
    }

    /** Whether its configuration names the servers that are wanted, for every interface that it serves. */
    private boolean superseded() {
        String option = client.says("ipv6") ? "dhcp6.name-servers" : "domain-name-servers";
        Optional<List<String>> conf = configuration();
        return conf.isPresent()
                && !includesUntold()
                && cards().stream()
                        .allMatch(card -> DhclientConf.fixed(conf.get(), card, option)
                                .filter(servers -> starts(servers).equals(wanted))
                                .isPresent());
    }

    private boolean includesUntold() {
        return configuration()
                .filter(lines -> cards().stream().anyMatch(card -> DhclientConf.untold(lines, card)))
                .isPresent();
    }

    private Optional<List<String>> configuration() {
        List<String> named = client.told("conf");
        Map<String, List<String>> confs = host.dhclient().confs();
        return (named.isEmpty() ? List.of("/etc/dhcp/dhclient.conf", "/etc/dhclient.conf") : named)
                .stream().filter(confs::containsKey).map(confs::get).findFirst().or(this::recorded);
    }

    /** One that names no interface serves all: then only statements outside of blocks count. */
    private List<String> cards() {
        return client.told("interface").isEmpty() ? List.of("") : client.told("interface");
    }

    /** Evidence of before has the lines that name such a statement, and not the blocks around them. */
    private Optional<List<String>> recorded() {
        List<String> lines = host.lines("/etc/dh", "dhclient.conf").stream()
                .map(String::strip)
                .filter(line -> line.matches("(supersede|prepend|append|interface)\\s.*"))
                .map(line -> line.replaceAll("\\s+", " ").replaceFirst(" ?;.*", ";"))
                .toList();
        return lines.stream().anyMatch(line -> line.startsWith("interface")) ? Optional.empty() : Optional.of(lines);
    }

    private List<String> starts(List<String> servers) {
        return servers.subList(0, Math.min(ResolvConfPersistenceCheck.READ_SERVERS, servers.size()));
    }

    /** PEERDNS=no for every interface that it serves, where the script asks for it at all. */
    private boolean peer(Optional<List<String>> script) {
        // Older evidence has neither what the script asks for nor what the client received.
        boolean recorded = host.dhclient().scripts().isEmpty()
                && client.commandLine().lines().noneMatch(TOLD);
        boolean asked = script.map(words -> words.contains("PEERDNS")).orElse(recorded);
        if (!asked) {
            return false;
        }
        List<String> all = host.files(IFCFG, "").map(Map.Entry::getKey).toList();
        List<String> files = client.told("interface").isEmpty()
                ? all.stream().filter(this::dynamic).toList()
                : client.told("interface").stream().map(card -> file(all, card)).toList();
        return !files.isEmpty()
                && files.stream().allMatch(file -> last(file, "PEERDNS").equals("no"));
    }

    private boolean dynamic(String file) {
        return !file.endsWith("ifcfg-lo") && last(file, "BOOTPROTO").matches("(?i)dhcp|bootp|");
    }

    /** The file of an interface bears its name, or else names it: EL's network-functions, need_config. */
    private String file(List<String> files, String card) {
        return files.contains(IFCFG + card)
                ? IFCFG + card
                : files.stream()
                        .filter(file -> last(file, "DEVICE").equals(card))
                        .findFirst()
                        .orElse("");
    }

    /** The last assignment in the file, or else in that for all interfaces. */
    private String last(String file, String name) {
        String found = "";
        for (String path : List.of("/etc/sysconfig/network", file)) {
            for (String line : host.settings().getOrDefault(path, List.of())) {
                found = line.strip().startsWith(name + "=") ? DhcpClients.value(line, name) : found;
            }
        }
        return found;
    }

    private Set<Function> function(Optional<List<String>> script) {
        DhclientState dhclient = host.dhclient();
        DhclientHook hooks = new DhclientHook(dhclient.tests());
        boolean directory = script.filter(words -> words.contains("run-parts")).isPresent();
        dhclient.hooks().forEach((path, hook) -> {
            if (script.isPresent()
                    && (path.startsWith(HOOKS + ".d/") ? directory && taken(path) : single(path, hook, directory))) {
                hooks.read(hook.lines());
            }
        });
        return hooks.function();
    }

    /** The name is one that run-parts takes. */
    private static boolean taken(String path) {
        return path.substring(path.lastIndexOf('/') + 1).matches("[A-Za-z0-9_-]+");
    }

    private static boolean single(String path, Hook hook, boolean debian) {
        return debian ? path.equals(HOOKS) : hook.executable();
    }

    private boolean unread() {
        boolean recordedHook = host.lines(HOOKS, "").stream().anyMatch(line -> line.contains("make_resolv_conf"));
        return recordedHook
                || includesUntold()
                || host.unreadable("/etc/dhcp")
                || host.unreadable("/etc/dhclient")
                || host.unreadable("/etc/sysconfig/network-scripts")
                || client.told("conf").stream().anyMatch(host::unreadable);
    }
}
