package dev.preflight.api;

/**
 * What on a host a finding is about, such as {@code nic:eth2} or {@code context:sudo}.
 *
 * @param kind what sort of thing, kebab-case
 * @param name which one; empty where there is only one of the kind
 */
public record Subject(String kind, String name) {

    /** The host itself. */
    public static final Subject HOST = new Subject("host", "");

    /** A subject of this kind and name. */
    public static Subject of(String kind, String name) {
        return new Subject(kind, name);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? kind : kind + ":" + name;
    }
}
