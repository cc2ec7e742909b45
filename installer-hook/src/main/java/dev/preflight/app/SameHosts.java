package dev.preflight.app;

import dev.preflight.evidence.RunManifest;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.InventoryKeys;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.sshconfig.SshGiven;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the hosts that are there now against those of an earlier run. */
final class SameHosts {
    /** How many hosts a problem names: who mends five finds the others. */
    private static final int SHOWN = 5;

    /** How a host is reached that nothing is before. */
    private static final String DIRECTLY = "directly";

    /** Those of {@link #facts} that decide who answers. */
    private static final Set<String> PLACE = Set.of("address", "port", "user", "connection");

    private final Place place;
    private final Map<String, Host> now = new LinkedHashMap<>();

    /**
     * Hosts that are there now.
     *
     * @param option what problems name
     */
    SameHosts(String option, List<Host> now) {
        this.place = Place.of(option);
        now.forEach(host -> this.now.put(host.name(), host));
    }

    /** Those that an earlier run had, in its order; that one of them is missing is noted. */
    List<Host> of(List<Host> then, Problems problems) {
        List<Host> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Host host : then) {
            Optional<Host> same = Optional.ofNullable(now.get(host.name()));
            same.ifPresentOrElse(found::add, () -> missing.add(host.name()));
        }
        note(
                missing,
                "the run had hosts that are not among those named now: ",
                "put them back into the inventory or into --limit, or begin a new run without them",
                problems);
        return found;
    }

    /** The same, where the hosts must be those of the run, reached in the same way and in the same groups. */
    List<Host> allOf(List<Host> then, Problems problems) {
        List<Host> found = of(then, problems);
        List<String> others = new ArrayList<>(now.keySet());
        then.forEach(host -> others.remove(host.name()));
        note(
                others,
                "hosts are named that the run did not have: ",
                "leave them out, as with --limit, or begin a new run with them",
                problems);
        List<String> changed = new ArrayList<>();
        for (Host host : then) {
            Optional.ofNullable(now.get(host.name()))
                    .flatMap(same -> changed(host, same))
                    .ifPresent(changed::add);
        }
        note(
                changed,
                "hosts are no longer what they were in the run: ",
                "name them as they were, or begin a new run",
                problems);
        return found;
    }

    /** Notes the hosts that are no longer reached through what they were in the run. */
    static void checkThrough(Place place, RunManifest run, Map<String, String> now, Problems problems) {
        List<String> others = new ArrayList<>();
        for (Host host : run.hosts()) {
            String was = run.course().through().getOrDefault(host.name(), DIRECTLY);
            String is = now.getOrDefault(host.name(), DIRECTLY);
            if (!was.equals(is)) {
                others.add(host.name() + " (" + was + ", now " + is + ")");
            }
        }
        note(
                place,
                others,
                "hosts are no longer reached through the jump hosts or the command of the run: ",
                "give ssh_config and the inventory as they were, or begin a new run",
                problems);
    }

    /**
     * Notes the hosts that are to be looked for elsewhere than in the run: at another address, as another user, or by another
     * way. That may be what was mended, or another machine.
     *
     * @param through by what they are reached now
     */
    void noteElsewhere(RunManifest run, Map<String, String> through, Problems problems) {
        List<String> elsewhere = new ArrayList<>();
        for (Host then : run.hosts()) {
            Optional.ofNullable(now.get(then.name()))
                    .flatMap(same ->
                            changed(then.name(), where(then, run.course().through()), where(same, through)))
                    .ifPresent(elsewhere::add);
        }
        note(
                elsewhere,
                "hosts are not where they were in the run, and may be other machines: ",
                "if that is not intended, give ssh_config and the inventory as they were",
                problems);
    }

    private static Map<String, String> where(Host host, Map<String, String> through) {
        Map<String, String> where = facts(host);
        where.keySet().retainAll(PLACE);
        where.put("through", through.getOrDefault(host.name(), DIRECTLY));
        return where;
    }

    private void note(List<String> all, String message, String hint, Problems problems) {
        note(place, all, message, hint, problems);
    }

    private static void note(Place place, List<String> all, String message, String hint, Problems problems) {
        if (!all.isEmpty()) {
            String more = all.size() > SHOWN ? ", and " + (all.size() - SHOWN) + " more" : "";
            problems.add(place, message + String.join(", ", all.subList(0, Math.min(SHOWN, all.size()))) + more, hint);
        }
    }

    private static Optional<String> changed(Host then, Host now) {
        return changed(then.name(), facts(then), facts(now));
    }

    private static Optional<String> changed(String host, Map<String, String> was, Map<String, String> is) {
        return was.entrySet().stream()
                .filter(one -> !one.getValue().equals(is.get(one.getKey())))
                .findFirst()
                .map(one -> host + " (" + one.getKey() + " " + one.getValue() + ", now " + is.get(one.getKey()) + ")");
    }

    private static Map<String, String> facts(Host host) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("address", host.address());
        facts.put("port", Integer.toString(host.port()));
        facts.put("user", host.user().orElse("of this process"));
        facts.put("connection", host.connection().name().toLowerCase(Locale.ROOT));
        facts.put("become", Boolean.toString(host.become().asked()));
        facts.put("groups", String.join(" ", host.groups()));
        facts.put(InventoryKeys.PEER_ADDRESS, host.peerAddress().orElse("none"));
        return facts;
    }

    /**
     * Whether logging in to a host may need more than is recorded of it: a secret, or a variable that says where one is;
     * another way to become root; arguments for ssh; the name by which ssh_config knows the host, where it has another
     * address; or the directory that the path of a key begins in.
     */
    static boolean needsInventory(Host host) {
        return host.password().isPresent()
                || host.passphrase().isPresent()
                || host.become().password().isPresent()
                || host.keyFile().filter(SameHosts::isRelative).isPresent()
                || host.become().method() != Become.Method.SUDO
                || host.variables().keySet().stream().anyMatch(SameHosts::isOfLogin)
                || !host.given().equals(SshGiven.port(host.given().port()))
                || host.login()
                        .filter(login -> !login.target().asked().equalsIgnoreCase(host.address()))
                        .isPresent();
    }

    private static boolean isOfLogin(String variable) {
        return variable.startsWith("ansible_")
                || (variable.startsWith("preflight_") && !variable.equals(InventoryKeys.PEER_ADDRESS));
    }

    private static boolean isRelative(String file) {
        return !file.startsWith("~/") && !Path.of(file).isAbsolute();
    }
}
