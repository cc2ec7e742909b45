package dev.preflight.inventory;

import dev.preflight.node.Node;
import dev.preflight.node.ProblemsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What Preflight makes of an inventory beside what Ansible makes of it, field by field. A refusal is no difference. */
final class AnsibleDifferences {
    private static final Set<String> YES = Set.of("yes", "y", "on", "1", "true", "t", "1.0");

    private final String name;
    private final AnsibleOracle.Answer told;
    private final List<String> found = new ArrayList<>();

    private AnsibleDifferences(String name, AnsibleOracle.Answer told) {
        this.name = name;
        this.told = told;
    }

    /** How it compares: a refusal and its message, or every difference. */
    record Result(Optional<String> refused, List<String> differences) {
        boolean agrees() {
            return refused.isEmpty() && differences.isEmpty();
        }
    }

    static Result of(AnsibleOracle.Question question, AnsibleOracle.Answer told, Inventory ours) {
        AnsibleDifferences differences = new AnsibleDifferences(question.name(), told);
        differences.hosts(ours);
        differences.patterns(question, ours);
        return new Result(Optional.empty(), differences.found);
    }

    private void differ(String what, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            found.add(name + ": " + what + ": Preflight has " + ours + ", Ansible " + theirs);
        }
    }

    private void hosts(Inventory ours) {
        if (told.error().isPresent()) {
            found.add(name + ": Ansible refuses it: " + told.error().get());
            return;
        }
        Set<String> names = new TreeSet<>(ours.hosts().stream().map(Host::name).toList());
        differ("hosts", names, told.hosts().keySet());
        for (Host host : ours.hosts()) {
            Optional.ofNullable(told.hosts().get(host.name())).ifPresent(theirs -> host(host, theirs));
        }
    }

    private void host(Host host, AnsibleOracle.Told theirs) {
        String of = host.name() + "'s ";
        differ(of + "groups", host.groups(), theirs.groups());
        theirs.setting("error").ifPresent(error -> found.add(name + ": " + of + "settings are an error: " + error));
        differ(of + "address", host.address(), theirs.setting("host").orElse(host.name()));
        differ(of + "port", host.port() + "", theirs.setting("port").orElse("22"));
        differ(of + "user", host.user(), theirs.setting("remote_user"));
        differ(of + "password", host.password().map(Secret::reveal), theirs.setting("password"));
        differ(of + "key", host.keyFile(), theirs.setting("private_key_file").map(AnsibleDifferences::expanded));
        boolean local = theirs.setting("connection").orElse("ssh").endsWith("local");
        differ(of + "connection", host.connection() == Host.Connection.LOCAL, local);
        String become = theirs.setting("become").orElse("no").toLowerCase(Locale.ROOT);
        differ(of + "become", host.become().asked(), YES.contains(become));
        String method = theirs.setting("become_method").orElse("sudo");
        differ(
                of + "become_method",
                host.become().method().name().toLowerCase(Locale.ROOT),
                method.substring(method.lastIndexOf('.') + 1));
        differ(of + "become password", host.become().password().map(Secret::reveal), theirs.setting("become_pass"));
        others(host, theirs);
    }

    private void others(Host host, AnsibleOracle.Told theirs) {
        Set<String> names = new TreeSet<>(host.variables().keySet());
        Set<String> told = new TreeSet<>(
                theirs.others().entries().stream().map(Node.Entry::key).toList());
        differ(host.name() + "'s variables", names, told);
        for (Node.Entry entry : theirs.others().entries()) {
            if (entry.value() instanceof Node.Scalar scalar) {
                String text = scalar.type() == Node.ScalarType.NULL ? "" : scalar.text();
                String mine = host.variables().getOrDefault(entry.key(), "none");
                boolean truth = scalar.type() == Node.ScalarType.BOOLEAN;
                differ(host.name() + "'s " + entry.key(), truth ? mine.toLowerCase(Locale.ROOT) : mine, text);
            }
        }
    }

    private static String expanded(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    private void patterns(AnsibleOracle.Question question, Inventory ours) {
        for (String pattern : question.patterns()) {
            try {
                Set<String> picked = new TreeSet<>(HostPattern.select(pattern, ours).stream()
                        .map(Host::name)
                        .toList());
                differ("--limit " + pattern, picked, new TreeSet<>(told.picked().getOrDefault(pattern, List.of())));
            } catch (ProblemsException e) {
                // Refused with its place: what matches nothing, or no host is left.
            }
        }
    }
}
