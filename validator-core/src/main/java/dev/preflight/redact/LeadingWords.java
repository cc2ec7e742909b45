package dev.preflight.redact;

import java.util.Set;

/** Words before a credential, or in place of one, where a setting's name promises a credential. */
final class LeadingWords {
    /** Schemes of the header Authorization (IANA, HTTP Authentication Schemes) and those of large services. */
    private static final Set<String> SCHEMES = Set.of(
            "basic",
            "bearer",
            "digest",
            "negotiate",
            "ntlm",
            "hoba",
            "mutual",
            "token",
            "apikey",
            "aws4-hmac-sha256",
            "sharedkey",
            "splunk",
            "dpop",
            "gnap",
            "oauth");

    /** Sources of nsswitch.conf(5): {@code passwd: files systemd} is no setting of a password. */
    private static final Set<String> NAME_SOURCES = Set.of(
            "files",
            "compat",
            "db",
            "systemd",
            "sss",
            "ldap",
            "nis",
            "nisplus",
            "winbind",
            "dns",
            "cache",
            "altfiles",
            "extrausers",
            "usrfiles",
            "all",
            "libvirt",
            "hesiod");

    private LeadingWords() {}

    /** Whether a source of nsswitch.conf, or a list or path in its place, begins here. */
    static boolean isNameSource(Text text, int at) {
        int end = at;
        while (end - at < 16 && Text.isLetter(text.at(end))) {
            end++;
        }
        int c = text.at(end);
        return text.at(at) == '['
                || text.at(at) == '/'
                || (Text.isSpace(c) && NAME_SOURCES.contains(text.lowerLatin(at, end)));
    }

    /** Where the word ends that may be a scheme. */
    static int schemeEnd(Text text, int at) {
        int end = at;
        while (end - at < 20 && (Text.isAlnum(text.at(end)) || text.at(end) == '-')) {
            end++;
        }
        return end;
    }

    /** Whether a scheme of the header Authorization begins here, and is followed by something. */
    static boolean hasScheme(Text text, int at) {
        int end = schemeEnd(text, at);
        return Text.isBlank(text.at(end)) && SCHEMES.contains(text.lowerLatin(at, end));
    }
}
