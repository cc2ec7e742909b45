package dev.preflight.evidence;

import dev.preflight.fact.Sha256;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Members;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was to look at, and by what: written before the first host is looked at.
 *
 * @param form what vouches for the evidence
 * @param runId 32 hex digits that no other run has; empty for {@link Form#OLD} and where evidence made by hand has none
 * @param toolVersion version of Preflight that collected it
 * @param startedAt when the run began
 * @param profile the profile as it was resolved; empty where the evidence does not hold it
 * @param profileName what the profile was called; may be empty
 * @param choices the options of the run that select checks or change what blocks
 * @param hosts whom the run was to look at, with what judging needs of them
 * @param inventory the names that the inventory had, also of what the run left out; empty where the evidence does not say
 * @param course how the run is carried out; what resuming it needs to know
 */
public record RunManifest(
        Form form,
        String runId,
        String toolVersion,
        Instant startedAt,
        Optional<RecordedProfile> profile,
        String profileName,
        Choices choices,
        List<Host> hosts,
        Optional<Members> inventory,
        Course course) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What vouches for evidence. */
    public enum Form {
        /** Format 2 as it was written: every file has its size and digest, and every manifest its seal. */
        SEALED,
        /** Format 2 that says it was made by hand: it lists whom it should hold, and nothing else vouches for it. */
        HAND_MADE,
        /** Format 1: it does not even say whom it should hold. */
        OLD
    }

    /**
     * A profile, resolved: nothing else has to be read to load it.
     *
     * @param name what it is called
     * @param sha256 digest of its text as UTF-8, in hex
     * @param text YAML
     */
    public record RecordedProfile(String name, String sha256, String text) {
        /** The profile of this text. */
        public static RecordedProfile of(String name, String text) {
            return new RecordedProfile(name, Sha256.hex(text), text);
        }
    }

    /**
     * The options of a run, beside its profile.
     *
     * @param only names of the instances to run; empty: all
     * @param skip names of the instances not to run
     * @param failOnWarning whether a warning blocks
     * @param settings the settings over those of the profile, as YAML; empty: none, or the evidence does not say
     * @param sets values of {@code --set}, over the settings too; the recorded profile has all of them in it
     */
    public record Choices(
            List<String> only, List<String> skip, boolean failOnWarning, String settings, List<String> sets) {
        /** Nothing. */
        public static final Choices NONE = new Choices(List.of(), List.of(), false, "", List.of());

        /** Unmodifiable lists. */
        public Choices {
            only = List.copyOf(only);
            skip = List.copyOf(skip);
            sets = List.copyOf(sets);
        }
    }

    /**
     * How a run is carried out, as far as resuming it must do the same. No secret is in it, and no program to run.
     *
     * @param commandsDenied whether commands that the profile itself names are not run
     * @param hostDeadline how long one host may take; empty where the evidence does not say
     * @param inventoryNeeded whether the inventory holds more that logging in needs than is recorded of its hosts
     * @param login the names of the options by which it logs in, such as {@code --known-hosts}; without their values
     * @param through the text of the path to each host that is not dialled itself, by the host's name
     * @param clock the clock of the machine that asks; empty if it does not tell
     * @param resumedAt when it was resumed, in order
     */
    public record Course(
            boolean commandsDenied,
            Optional<Duration> hostDeadline,
            boolean inventoryNeeded,
            List<String> login,
            Map<String, String> through,
            Optional<OwnClock> clock,
            List<Instant> resumedAt) {
        /** Nothing. */
        public static final Course NONE =
                new Course(false, Optional.empty(), false, List.of(), Map.of(), Optional.empty(), List.of());

        /** Unmodifiable. */
        public Course {
            login = List.copyOf(login);
            through = Collections.unmodifiableMap(new LinkedHashMap<>(through));
            resumedAt = List.copyOf(resumedAt);
        }

        private Course resumed(Instant at, Optional<OwnClock> by) {
            List<Instant> all = new ArrayList<>(resumedAt);
            all.add(at);
            return new Course(commandsDenied, hostDeadline, inventoryNeeded, login, through, by, all);
        }
    }

    /** A new run, with an id of its own; of its inventory no more is known than the hosts. */
    public static RunManifest of(
            String toolVersion, Instant startedAt, RecordedProfile profile, Choices choices, List<Host> hosts) {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return new RunManifest(
                Form.SEALED,
                HexFormat.of().formatHex(id),
                toolVersion,
                startedAt,
                Optional.of(profile),
                profile.name(),
                choices,
                hosts,
                Optional.empty(),
                Course.NONE);
    }

    /** The same run, whose inventory had these names. */
    public RunManifest outOf(Members names) {
        return with(Optional.of(names), course);
    }

    /** The same run, carried out in this way. */
    public RunManifest by(Course how) {
        return with(inventory, how);
    }

    /** The same run, resumed at this instant by this clock. */
    public RunManifest resumed(Instant at, Optional<OwnClock> clock) {
        return with(inventory, course.resumed(at, clock));
    }

    private RunManifest with(Optional<Members> names, Course how) {
        return new RunManifest(form, runId, toolVersion, startedAt, profile, profileName, choices, hosts, names, how);
    }

    /** When its last part began: at this instant its waivers were looked at. */
    public Instant lastBegun() {
        List<Instant> resumed = course.resumedAt();
        return resumed.isEmpty() ? startedAt : resumed.get(resumed.size() - 1);
    }

    /** The names that a profile may use; all of them only where the evidence says which the inventory had. */
    public Members members() {
        return inventory.map(names -> names.with(hosts)).orElseGet(() -> Members.among(hosts));
    }

    /** An unmodifiable list. */
    public RunManifest {
        hosts = List.copyOf(hosts);
    }

    /** Digest of the recorded profile; empty without one. */
    String profileDigest() {
        return profile.map(RecordedProfile::sha256).orElse("");
    }
}
