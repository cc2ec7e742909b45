package dev.preflight.inventory;

import dev.preflight.node.SearchPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens texts that Ansible's vault encrypted, by {@code ansible-vault} with the user's own password of the vault. */
final class Vault {
    /** How such a text begins. */
    static final String START = "$ANSIBLE_VAULT";

    /** Ansible itself starts in a second; the rest is for a program that gets the password from somewhere. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Longer than any password. */
    private static final int MAX_OUTPUT = 64 * 1024;

    private final Optional<AnsibleProgram> program;
    private final Map<String, Optional<String>> opened = new HashMap<>();

    private Vault(Optional<AnsibleProgram> program) {
        this.program = program;
    }

    /** One that opens nothing. */
    static Vault closed() {
        return new Vault(Optional.empty());
    }

    /** One that asks the program on this search path, if it is there. */
    static Vault on(String searchPath) {
        return new Vault(
                SearchPath.find(searchPath, "ansible-vault").map(file -> new AnsibleProgram(file, LIMIT, MAX_OUTPUT)));
    }

    /** The text in clear; empty if it cannot be had. */
    Optional<String> open(String text) {
        return opened.computeIfAbsent(text, this::ask);
    }

    private Optional<String> ask(String text) {
        return program.map(asked -> asked.run(List.of("decrypt", "--output=-"), text))
                .filter(answer -> answer.failure().isEmpty())
                .map(AnsibleProgram.Answer::output);
    }
}
