package dev.preflight.casefile;

import dev.preflight.param.ParamType;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ResolvedProfile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A number in a profile that decides, and that tests of the profile change. */
sealed interface Threshold permits ParamThreshold, MatcherThreshold {
    /** The thresholds of a profile, in its order. */
    static List<Threshold> of(ResolvedProfile profile) {
        return Stream.concat(
                        ParamThreshold.ofParams(profile).stream(),
                        MatcherThreshold.ofDefinitions(profile.profile()).stream())
                .toList();
    }

    /** Whose it is. */
    CheckInstance<?> instance();

    /** The key of its row; empty for a number of no row. */
    String row();

    /** The code of its expectation; empty for a number of none. */
    String code();

    /** What the number is called in messages. */
    String limit();

    /** Instance, and row or code. */
    String name();

    /** The type of a single value. */
    ParamType type();

    /** The number as it is written. */
    String text();

    /**
     * An instance with another number; empty if the check does not allow it.
     *
     * @param of the instance, as a case has it
     * @param settings those of the case
     */
    Optional<CheckInstance<?>> with(String other, CheckInstance<?> of, SettingValues settings);

    /** An instance with what this number decides alone: what the rest comes to is of no interest. */
    <P extends Record> CheckInstance<P> alone(CheckInstance<P> of);
}
