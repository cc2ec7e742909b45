package dev.preflight.profile;

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
 */
public record Profile(
        String name,
        String description,
        SettingValues settings,
        List<CheckInstance<?>> checks,
        List<Waiver> waivers,
        boolean proceedOnUndecided,
        boolean proceedOnNothingMeasured,
        List<Mention> mentions) {
    public Profile {
        checks = List.copyOf(checks);
        waivers = List.copyOf(waivers);
        mentions = List.copyOf(mentions);
    }
}
