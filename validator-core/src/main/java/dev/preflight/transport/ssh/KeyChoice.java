package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import java.util.List;

/**
 * Which keys to try on a host.
 *
 * @param keys in the order to try them
 * @param unusable of the keys that were named or found, those that cannot be used, each with the reason
 * @param query whether to ask the server before signing: it costs a round trip, and where somebody has to type a
 *     passphrase or to touch a token, nobody does so in vain
 */
record KeyChoice(List<Identity> keys, List<String> unusable, boolean query) {
    KeyChoice {
        keys = List.copyOf(keys);
        unusable = List.copyOf(unusable);
    }
}
