package dev.preflight.app;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import dev.preflight.sshconfig.SshGiven;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the hosts of a request in JSON. */
final class RequestHosts {
    private static final int LARGEST_PORT = 65_535;

    private final Problems problems;

    RequestHosts(Problems problems) {
        this.problems = problems;
    }

    List<Host> read(Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            Values.wrong("a list of hosts", RequestField.HOSTS.key(), node, "", problems);
            return List.of();
        }
        if (sequence.items().isEmpty()) {
            problems.add(node.place(), "hosts: the list is empty", "name at least one host");
        }
        List<Host> hosts = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (Node item : sequence.items()) {
            Values.mapping("a host", item, problems).flatMap(this::host).ifPresent(host -> {
                Place before = seen.putIfAbsent(host.name(), host.place());
                if (before != null) {
                    problems.add(host.place(), "the host '" + host.name() + "' is named twice, first at " + before);
                }
                hosts.add(host);
            });
        }
        return hosts;
    }

    private Optional<Host> host(Node.Mapping mapping) {
        Node.Mapping object = RequestReader.withoutPassword(mapping, problems);
        Fields fields = new Fields(object, HostField.values(), "field of a host", problems);
        Optional<String> name = fields.text(HostField.NAME);
        if (!fields.has(HostField.NAME)) {
            problems.add(mapping.place(), "the host has no name", "give it one");
        }
        Optional<String> address = fields.text(HostField.ADDRESS);
        Optional<Integer> port = fields.number(HostField.PORT, 1, LARGEST_PORT);
        Optional<String> user = fields.text(HostField.USER);
        Optional<String> keyFile = fields.path(HostField.KEY_FILE).map(Path::toString);
        Connection connection = fields.word(HostField.CONNECTION, List.of("ssh", "local"))
                .map(word -> Connection.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Connection.SSH);
        Become become = fields.flag(HostField.BECOME).orElse(false) ? Become.SUDO : Become.NONE;
        List<String> groups = Stream.concat(Stream.of("all"), fields.texts(HostField.GROUPS).stream())
                .toList();
        return name.map(called -> new Host(
                        called,
                        address.orElse(called),
                        port.orElse(Host.DEFAULT_PORT),
                        user,
                        keyFile,
                        Optional.empty(),
                        connection,
                        become,
                        groups,
                        Map.of(),
                        mapping.place())
                .withGiven(SshGiven.port(port.isPresent())));
    }
}
