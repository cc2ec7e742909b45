package dev.preflight.api;

/** An ordered pair of hosts, by their names in the inventory. */
public record Pair(String from, String to) {
    @Override
    public String toString() {
        return from + ">" + to;
    }
}
