package dev.preflight.engine;

import dev.preflight.inventory.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run is carried out.
 *
 * @param slots how many hosts are looked at side by side
 * @param hostDeadline how long one host may take from the first connection attempt, beside the time that samplers watch it
 * @param runDeadline how long all of it may take, beside the time that samplers watch
 * @param failOnWarning whether a warning blocks
 * @param secrets passwords and passphrases in use, which the redactor masks wherever a host prints them
 * @param becomePassword the password for sudo, su or doas on hosts that have none of their own
 * @param toolVersion version of Preflight
 * @param bootPatience for how long hosts are tried again that may still boot; the run may take so much longer
 */
public record RunOptions(
        Slots slots,
        Duration hostDeadline,
        Duration runDeadline,
        boolean failOnWarning,
        List<String> secrets,
        Optional<Secret> becomePassword,
        String toolVersion,
        Duration bootPatience) {

    /** On a local network more hosts at once only make each of them slower (measured with 32, 64 and 256). */
    public static final int DEFAULT_CONCURRENCY = 32;

    /** How long a host may take unless the user says otherwise. */
    public static final Duration DEFAULT_HOST_DEADLINE = Duration.ofSeconds(60);

    /** How long a run may take unless the user says otherwise. */
    public static final Duration DEFAULT_RUN_DEADLINE = Duration.ofMinutes(10);

    public RunOptions {
        secrets = List.copyOf(secrets);
    }

    /** The same for hosts that are up. */
    public RunOptions(
            Slots slots,
            Duration hostDeadline,
            Duration runDeadline,
            boolean failOnWarning,
            List<String> secrets,
            Optional<Secret> becomePassword,
            String toolVersion) {
        this(slots, hostDeadline, runDeadline, failOnWarning, secrets, becomePassword, toolVersion, Duration.ZERO);
    }

    /** The same, with patience for hosts that boot. */
    public RunOptions awaitingBoots(Duration patience) {
        return new RunOptions(
                slots, hostDeadline, runDeadline, failOnWarning, secrets, becomePassword, toolVersion, patience);
    }

    /** The same with so many hosts at once, whatever the network is like. */
    public RunOptions(
            int concurrency,
            Duration hostDeadline,
            Duration runDeadline,
            boolean failOnWarning,
            List<String> secrets,
            Optional<Secret> becomePassword,
            String toolVersion) {
        this(
                Slots.exactly(concurrency),
                hostDeadline,
                runDeadline,
                failOnWarning,
                secrets,
                becomePassword,
                toolVersion);
    }

    /** What judging needs of this. */
    JudgeOptions judging() {
        return new JudgeOptions(failOnWarning, toolVersion);
    }

    /** What holds unless the user says otherwise. */
    public static RunOptions usual(String toolVersion) {
        return new RunOptions(
                DEFAULT_CONCURRENCY,
                DEFAULT_HOST_DEADLINE,
                DEFAULT_RUN_DEADLINE,
                false,
                List.of(),
                Optional.empty(),
                toolVersion);
    }
}
