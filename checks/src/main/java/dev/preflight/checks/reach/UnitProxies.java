package dev.preflight.checks.reach;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The proxies that the services of containers are given; a service has no login's environment. Sources: systemd.exec(5)
 * on Environment and EnvironmentFile, docker's page on its proxy.
 *
 * @param units those that are installed, by name
 */
record UnitProxies(SortedMap<String, Proxies> units) {
    static final Fact<UnitProxies> FACT = Fact.named("unit-proxies", UnitProxies.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(UnitProxies::parse);

    static final FactRequest<UnitProxies> REQUEST = FACT.request();

    UnitProxies {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
    }

    private static Reading<UnitProxies> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        SortedMap<String, Proxies> units = new TreeMap<>();
        for (HeadedText.Part part : text.all("unit")) {
            SortedMap<String, String> variables = new TreeMap<>();
            for (String line : part.lines()) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("unreadable")) {
                    return Reading.missing(Reason.NOT_READABLE, words[words.length - 1]);
                }
                variables.put(words[0], words.length > 1 ? words[1] : "");
            }
            units.put(part.argument(), new Proxies(variables));
        }
        return Reading.got(new UnitProxies(units));
    }
}
