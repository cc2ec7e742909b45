package dev.preflight.sshconfig;

import java.util.List;
import java.util.Set;

/** The key files that ssh tries where none is named (ssh(1), FILES), of this and older versions. */
final class UsualKeys {
    private static final Set<String> NAMES = Set.of(
            "~/.ssh/id_rsa",
            "~/.ssh/id_ecdsa",
            "~/.ssh/id_ecdsa_sk",
            "~/.ssh/id_ed25519",
            "~/.ssh/id_ed25519_sk",
            "~/.ssh/id_mldsa44_ed25519",
            "~/.ssh/id_xmss",
            "~/.ssh/id_dsa");

    /** The fewest that any version with {@code -G} tries. */
    private static final int FEWEST = 3;

    private UsualKeys() {}

    /** Whether {@code ssh -G} prints these because no key is named. */
    static boolean areAll(List<String> files) {
        return files.size() >= FEWEST && NAMES.containsAll(files);
    }
}
