package dev.preflight.evidence;

import dev.preflight.fact.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The folder of a host, by its name alone. A plain name is its own folder. Any other (capitals, other scripts, blanks,
 * slashes, long ones) is written as far as it is plain, with a hash behind it: so no name leaves the directory, none is
 * too long for a file system (255 bytes: limits.h, NAME_MAX), and no two share a folder, also where case does not count.
 */
final class HostFolder {
    private static final int LONGEST = 100;
    private static final int SHOWN = 40;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_-])?");

    private HostFolder() {}

    static String of(String host) {
        if (host.length() <= LONGEST && PLAIN.matcher(host).matches()) {
            return host;
        }
        String plain = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        // No plain name has a tilde. Half of SHA-256 is more than enough to keep names apart.
        return plain.substring(0, Math.min(SHOWN, plain.length())) + "~" + Sha256.hex(host, 16);
    }
}
