package dev.preflight.profile;

import dev.preflight.api.Check;
import dev.preflight.node.Mention;
import dev.preflight.param.SettingValues;
import java.util.List;

/**
 * Which checks run, with which parameters and severities, on which hosts.
 *
 * @param name what it is called
 * @param description what it is for, one sentence
 * @param settings what the site says of itself
 * @param checks the instances, in the order of the text, those it extends first
 * @param waivers the failures that are accepted for a time
 * @param proceedOnUndecided whether the installer may proceed although something could not be determined
 * @param proceedOnNothingMeasured whether a host that nothing was measured on does not stop the installer
 * @param mentions the groups and hosts that it names, which the inventory must have
 * @param own the checks that it brings with it, whether they run or not
 */
public record Profile(
        String name,
        String description,
        SettingValues settings,
        List<CheckInstance<?>> checks,
        List<Waiver> waivers,
        boolean proceedOnUndecided,
        boolean proceedOnNothingMeasured,
        List<Mention> mentions,
        List<Check<?>> own) {
    /** Collections are copied. */
    public Profile {
        own = List.copyOf(own);
        checks = List.copyOf(checks);
        waivers = List.copyOf(waivers);
        mentions = List.copyOf(mentions);
    }

    /** A profile that brings no check with it. */
    public Profile(
            String name,
            String description,
            SettingValues settings,
            List<CheckInstance<?>> checks,
            List<Waiver> waivers,
            boolean proceedOnUndecided,
            boolean proceedOnNothingMeasured,
            List<Mention> mentions) {
        this(
                name,
                description,
                settings,
                checks,
                waivers,
                proceedOnUndecided,
                proceedOnNothingMeasured,
                mentions,
                List.of());
    }

    /** The same profile, in which no check runs commands that a profile names. */
    public Profile withoutCommands() {
        return new Profile(
                name,
                description,
                settings,
                checks.stream()
                        .<CheckInstance<?>>map(CheckInstance::withoutCommands)
                        .toList(),
                waivers,
                proceedOnUndecided,
                proceedOnNothingMeasured,
                mentions,
                own);
    }

    /** The same profile with these instances in place of its own. */
    public Profile with(List<CheckInstance<?>> others) {
        return new Profile(
                name,
                description,
                settings,
                others,
                waivers,
                proceedOnUndecided,
                proceedOnNothingMeasured,
                mentions,
                own);
    }
}
