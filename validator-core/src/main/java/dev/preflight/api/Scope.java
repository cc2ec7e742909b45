package dev.preflight.api;

/** What a finding is about: one host, an ordered pair of hosts, or the fleet. */
public sealed interface Scope {

    /** One host, by its name in the inventory. */
    record OfHost(String host) implements Scope {
        @Override
        public String toString() {
            return "host:" + host;
        }
    }

    /** One direction between two hosts. */
    record OfPair(Pair pair) implements Scope {
        @Override
        public String toString() {
            return "pair:" + pair;
        }
    }

    /** All hosts of the inventory together. */
    record OfFleet() implements Scope {
        @Override
        public String toString() {
            return "fleet";
        }
    }

    /** The scope of one host. */
    static Scope host(String name) {
        return new OfHost(name);
    }

    /** The scope of one direction between two hosts. */
    static Scope pair(Pair pair) {
        return new OfPair(pair);
    }

    /** The scope of all hosts. */
    static Scope fleet() {
        return new OfFleet();
    }
}
