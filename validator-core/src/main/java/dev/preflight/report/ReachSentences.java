package dev.preflight.report;

import dev.preflight.api.Arg;
import dev.preflight.transport.HostFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why a host was not reached, and what to do about it.
 *
 * @param bundles the texts of transport failures, by language
 */
record ReachSentences(List<TextBundle> bundles) {
    /**
     * Why this host was not reached. The texts see the details, {@code host}, its {@code target} in known_hosts, which is
     * {@code lookedUp} if it is not just the address, and the {@code keyFile} of its key on the host.
     */
    ReachTexts of(String host, HostFailure unreachable) {
        Map<String, Arg> args = new TreeMap<>();
        unreachable.details().forEach((name, value) -> args.put(name, Arg.text(value)));
        args.putIfAbsent("host", Arg.text(host));
        args.putIfAbsent("address", Arg.text(host));
        String address = unreachable.details().getOrDefault("address", host);
        String target = unreachable.details().getOrDefault(HostFailure.TARGET, knownHostsName(unreachable, address));
        args.put(HostFailure.TARGET, Arg.text(target));
        if (!target.equalsIgnoreCase(address)) {
            args.put("lookedUp", Arg.text(target));
        }
        args.put("keyFile", Arg.text(keyFile(unreachable.details().getOrDefault("algorithm", ""))));
        String code = unreachable.failure().code();
        String observed = Sentences.sentence(bundles, code + ".observed", args, missing -> {});
        for (String way : List.of(HostFailure.PROXY, HostFailure.VIA, HostFailure.JUMP)) {
            if (args.containsKey(way)) {
                args.put("what", Arg.text(observed));
                observed = Sentences.sentence(bundles, way + ".observed", args, missing -> {});
            }
        }
        return new ReachTexts(
                observed,
                Sentences.sentence(bundles, special(code, unreachable, "action"), args, missing -> {}),
                commands(
                        special(code, unreachable, "command"),
                        args,
                        unreachable.details().get("knownHosts")));
    }

    /** The key of what to do: a program on the way, a jump host, or a flaw, may have a text of its own. */
    private String special(String code, HostFailure unreachable, String part) {
        Map<String, String> details = unreachable.details();
        Stream<String> ways = Stream.of(HostFailure.PROXY, HostFailure.JUMP).filter(details::containsKey);
        return Stream.concat(ways, Stream.ofNullable(details.get(HostFailure.FLAW)))
                .map(way -> code + "." + way + "." + part)
                .filter(key -> Sentences.get(bundles, key).isPresent())
                .findFirst()
                .orElse(code + "." + part);
    }

    /** What to run here; once for each known_hosts file, where it is about such files. */
    private String commands(String key, Map<String, Arg> args, @Nullable String knownHosts) {
        if (Sentences.get(bundles, key).isEmpty()) {
            return "";
        }
        if (knownHosts == null) {
            return Sentences.command(bundles, key, args, missing -> {});
        }
        Map<String, Arg> more = new TreeMap<>(args);
        List<String> commands = new ArrayList<>();
        for (String file : knownHosts.split("\n", -1)) {
            more.put("knownHosts", Arg.text(file));
            commands.add(Sentences.command(bundles, key, more, missing -> {}));
        }
        // To follow the half of it would leave the other key where it is.
        return commands.contains("") ? "" : commands.stream().distinct().collect(Collectors.joining("\n"));
    }

    /** How sshd(8), section "SSH_KNOWN_HOSTS FILE FORMAT", writes a host: the port only where it is not 22. */
    private static String knownHostsName(HostFailure unreachable, String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        String port = unreachable.details().getOrDefault("port", "22");
        return port.equals("22") ? lower : "[" + lower + "]:" + port;
    }

    /** Where sshd has the public key by default: sshd_config(5), {@code HostKey}. */
    private static String keyFile(String algorithm) {
        String type = algorithm.startsWith("ecdsa-") ? "ecdsa" : algorithm.startsWith("ssh-rsa") ? "rsa" : "ed25519";
        return "/etc/ssh/ssh_host_" + type + "_key.pub";
    }
}
