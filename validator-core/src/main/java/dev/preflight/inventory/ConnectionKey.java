package dev.preflight.inventory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is read of the {@code ansible_*} variables, each with its spellings: of two that are set the later counts, as in
 * Ansible's ssh connection.
 */
enum ConnectionKey {
    HOST("ansible_host", "ansible_ssh_host"),
    PORT(ConnectionKey.PORT_NAME, "ansible_ssh_port"),
    USER("ansible_user", "ansible_ssh_user"),
    PASSWORD("ansible_password", "ansible_ssh_pass", "ansible_ssh_password"),
    KEY_FILE("ansible_private_key_file", "ansible_ssh_private_key_file"),
    PASSPHRASE("ansible_private_key_passphrase", "ansible_ssh_private_key_passphrase"),
    CONNECTION("ansible_connection"),
    BECOME("ansible_become"),
    BECOME_METHOD("ansible_become_method"),
    BECOME_USER("ansible_become_user"),
    BECOME_PASSWORD("ansible_become_password", "ansible_become_pass");

    /** The variable that a port after a host's name sets. */
    static final String PORT_NAME = "ansible_port";

    /** Every spelling of all of them. */
    static final Set<String> ALL_NAMES =
            Arrays.stream(values()).flatMap(key -> key.names.stream()).collect(Collectors.toUnmodifiableSet());

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    ConnectionKey(String... names) {
        this.names = List.of(names);
    }

    /** Its spellings, the one that counts last. */
    List<String> names() {
        return names;
    }

    /** The spellings by what each says: {@code HOST}, {@code PORT}. */
    static Map<String, List<String>> namesByKey() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(key -> all.put(key.name(), key.names));
        return all;
    }
}
