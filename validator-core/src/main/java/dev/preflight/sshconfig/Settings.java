package dev.preflight.sshconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that count for one host, by keyword in lower case. The first value of a keyword wins. */
final class Settings {
    static final String HOST_NAME = "hostname";
    static final String PORT = "port";
    static final String USER = "user";
    static final String IDENTITY_FILE = "identityfile";
    static final String CERTIFICATE_FILE = "certificatefile";
    static final String PROXY_JUMP = "proxyjump";
    static final String PROXY_COMMAND = "proxycommand";
    static final String USER_KNOWN = "userknownhostsfile";
    static final String GLOBAL_KNOWN = "globalknownhostsfile";
    static final String ADDRESS_FAMILY = "addressfamily";

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** Takes these values unless there are some. */
    void first(String keyword, List<String> arguments) {
        values.putIfAbsent(keyword, List.copyOf(arguments));
    }

    /** Takes this value whatever was before, as the flags {@code -4}, {@code -6} and {@code -b} do. */
    void put(String keyword, String value) {
        values.put(keyword, List.of(value));
    }

    /** Adds a value behind the others, unless it is among them. */
    void add(String keyword, String value) {
        List<String> all = new ArrayList<>(all(keyword));
        if (!all.contains(value)) {
            all.add(value);
            values.put(keyword, all);
        }
    }

    /** The same but for this value. */
    Settings with(String keyword, String value) {
        Settings other = new Settings();
        other.values.putAll(values);
        other.put(keyword, value);
        return other;
    }

    boolean has(String keyword) {
        return values.containsKey(keyword);
    }

    List<String> all(String keyword) {
        return values.getOrDefault(keyword, List.of());
    }

    Optional<String> one(String keyword) {
        return all(keyword).stream().findFirst();
    }

    /** The value; empty also where it is {@code none}. */
    Optional<String> unlessNone(String keyword) {
        return one(keyword).filter(value -> !value.equalsIgnoreCase("none"));
    }
}
