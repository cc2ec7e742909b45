package dev.preflight.engine;

import dev.preflight.inventory.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run is carried out.
 *
 * @param concurrency how many hosts are looked at side by side, at least 1
 * @param hostDeadline how long one host may take from the first connection attempt, beside the time that samplers watch it
 * @param runDeadline how long all of it may take, beside the time that samplers watch
 * @param failOnWarning whether a warning blocks
 * @param secrets passwords and passphrases in use, which the redactor masks wherever a host prints them
 * @param becomePassword the password for sudo, su or doas on hosts that have none of their own
 * @param toolVersion version of Preflight
 */
public record RunOptions(
        int concurrency,
        Duration hostDeadline,
        Duration runDeadline,
        boolean failOnWarning,
        List<String> secrets,
        Optional<Secret> becomePassword,
        String toolVersion) {

    /** On a local network more hosts at once only make each of them slower (measured with 32, 64 and 256). */
    public static final int DEFAULT_CONCURRENCY = 32;

    /** How long a host may take unless the user says otherwise. */
    public static final Duration DEFAULT_HOST_DEADLINE = Duration.ofSeconds(60);

    /** How long a run may take unless the user says otherwise. */
    public static final Duration DEFAULT_RUN_DEADLINE = Duration.ofMinutes(10);

    public RunOptions {
        if (concurrency < 1) {
            throw new IllegalArgumentException("at least one host at a time");
        }
        secrets = List.copyOf(secrets);
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
