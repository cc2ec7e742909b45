package dev.preflight.checks.reach;

import dev.preflight.node.Ascii;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Variables that name proxies, in one place where programs run. Sources: curl(1) on ENVIRONMENT, the package httpproxy of
 * Go.
 *
 * @param variables by name; passwords in them are masked on the host
 */
record Proxies(SortedMap<String, String> variables) {
    Proxies {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    static Proxies of(Map<String, String> variables) {
        return new Proxies(new TreeMap<>(variables));
    }

    /** Whether what is asked for by HTTP or HTTPS goes to a proxy, unless it is excepted. */
    boolean any() {
        return variables.entrySet().stream()
                .anyMatch(one -> !Ascii.lower(one.getKey()).equals("no_proxy")
                        && !one.getValue().isEmpty());
    }

    /** The proxy that curl takes for a URL; of HTTP it reads the variable in small letters only (CVE-2016-5385). */
    Optional<String> of(String url) {
        Stream<String> names = url.startsWith("https:")
                ? Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : Stream.of("http_proxy", "all_proxy", "ALL_PROXY");
        return names.flatMap(name -> Optional.ofNullable(variables.get(name)).stream())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** What is excepted: the first of the two names that is set, as Go takes them. */
    NoProxy exceptions() {
        return NoProxy.of(Stream.of("NO_PROXY", "no_proxy")
                .flatMap(name -> Optional.ofNullable(variables.get(name)).stream())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(""));
    }
}
