package dev.preflight.inventory;

import dev.preflight.node.Place;

/**
 * A variable of a host or a group, as it was written.
 *
 * @param name its name
 * @param value its text; empty where the inventory says nothing; JSON where it is no single value
 * @param single whether it is a single value and not a list or a mapping
 * @param place the place of its name
 */
record Variable(String name, String value, boolean single, Place place) {

    /** What every variable begins with that is meant for Ansible itself. */
    static final String ANSIBLE = "ansible_";

    /** The value may be a password: it never shows. */
    @Override
    public String toString() {
        return name + " at " + place;
    }
}
