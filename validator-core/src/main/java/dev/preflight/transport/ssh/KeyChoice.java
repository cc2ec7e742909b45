package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import java.util.List;

/**
 * Which keys to try on a host.
 *
 * @param keys in the order to try them
 * @param unusable of the keys that were named or found, those that cannot be used, each with the reason
 * @param query whether to ask the server before signing. That costs a round trip, and saves a person from typing a passphrase
 *     or touching a token in vain
 */
record KeyChoice(List<Identity> keys, List<String> unusable, boolean query) {
    KeyChoice {
        keys = List.copyOf(keys);
        unusable = List.copyOf(unusable);
    }
}
