package dev.preflight.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which names have a credential as their value: of settings, variables, headers, options and JSON keys. The table is made
 * of words; a name is split into words at {@code _}, {@code -}, {@code .} and at capitals.
 */
final class SecretNames {
    /** How sure a name is. */
    enum Kind {
        /** Not the name of a credential. */
        NONE,
        /** A credential in any place. */
        STRONG,
        /** A credential, but also a word of prose: {@code unexpected token: x}. */
        WEAK,
        /** {@code passwd}: also a file's name, a database of nsswitch.conf(5) and a tag of sudoers(5). */
        PASSWD,
        /** A credential unless the value is a path: {@code PWD=/root}, {@code private_key: /etc/ssl/a.key}. */
        UNLESS_PATH,
        /** {@code Authorization: <scheme> <credential>} (RFC 9110, section 11.6.2). */
        AUTHORIZATION,
        /** {@code Cookie} and {@code Set-Cookie}: the rest of the line (RFC 6265). */
        COOKIE
    }

    /** Longer names are read from behind: what they end with says what they are. */
    static final int LONGEST = 96;

    private static final Map<Character, List<String>> STRONG_ENDS = ends(
            "password",
            "passphrase",
            "passwort",
            "kennwort",
            "passcode",
            "secret",
            "apikey",
            "secretkey",
            "accesskey",
            "presharedkey",
            "sharedkey",
            "accountkey",
            "masterkey",
            "encryptionkey",
            "signingkey",
            "authkey",
            "sharedaccesssignature",
            "amzsignature",
            "amzcredential",
            "passwordhash",
            "secretkeybase",
            "requirepass",
            "masterauth",
            "authtok",
            "authtoken",
            "accesstoken",
            "refreshtoken",
            "idtoken",
            "identitytoken",
            "registrytoken",
            "sessiontoken",
            "bindpw",
            "rootpw",
            "userpw",
            "storepass",
            "keypass",
            "authpass",
            "setcookie",
            "webhookurl");

    private static final Map<Character, List<String>> UNLESS_PATH_ENDS =
            ends("privatekey", "keydata", "clientkey", "sslkey");

    private static final Map<Character, List<String>> WEAK_ENDS =
            ends("token", "sessionid", "sessid", "credential", "credentials", "passwords");

    private static final Set<String> WEAK_LAST = Set.of("pass", "pw", "psk", "sig", "jwt", "community", "otp", "auth");

    /** With one of these in it, a name is of a credential, unless it ends with a word of {@link #ABOUT}. */
    private static final List<String> STEMS = List.of("password", "passwd", "passphrase", "secret", "token");

    /** What is said about a credential, and is none. */
    private static final Set<String> ABOUT = Set.of(
            "file",
            "files",
            "path",
            "dir",
            "name",
            "names",
            "policy",
            "policies",
            "length",
            "len",
            "min",
            "max",
            "age",
            "days",
            "expire",
            "expires",
            "expired",
            "expiry",
            "expiration",
            "type",
            "ttl",
            "url",
            "uri",
            "id",
            "ids",
            "count",
            "size",
            "authentication",
            "enabled",
            "enable",
            "disabled",
            "disable",
            "required",
            "timeout",
            "method",
            "methods",
            "prompt",
            "tries",
            "retries",
            "change",
            "changed",
            "last",
            "warn",
            "inactive",
            "quality",
            "store",
            "provider",
            "manager",
            "helper",
            "helpers",
            "mode",
            "algorithm",
            "format",
            "version",
            "ref",
            "service",
            "socket",
            "target",
            "mount",
            "env",
            "agent",
            "lifetime",
            "history",
            "check",
            "class",
            "plugin",
            "plugins",
            "driver",
            "backend",
            "rotation",
            "reset",
            "command",
            "cmd",
            "program",
            "scheme",
            "encoding",
            "bytes",
            "group",
            "user",
            "users",
            "request",
            "requests",
            "wall",
            "console",
            "plymouth",
            "list",
            "opts",
            "options",
            "label",
            "labels",
            "time",
            "date",
            "field",
            "bucket",
            "review",
            "server",
            "limit",
            "audience",
            "issuer",
            "endpoint",
            "param",
            "key",
            "secrets",
            "passwords",
            "tokens",
            "kind",
            "namespace",
            "timer",
            "slice",
            "scope",
            "device",
            "log",
            "port",
            "conf",
            "config");

    /** Names that end like a credential's and are none: tags of sudoers(5), and names of files in systemd.exec(5). */
    private static final Set<String> NOT = Set.of(
            "nopasswd",
            "nopassword",
            "withoutpassword",
            "prohibitpassword",
            "loadcredential",
            "importcredential",
            "conditioncredential");

    private SecretNames() {}

    /** What kind of name is between two indexes. */
    static Kind kind(Text text, int from, int to) {
        List<String> words = words(text.latin(Math.max(from, to - LONGEST), to));
        if (words.isEmpty()) {
            return Kind.NONE;
        }
        String flat = String.join("", words);
        String last = words.get(words.size() - 1);
        if (NOT.contains(flat)) {
            return Kind.NONE;
        }
        if (flat.endsWith("authorization")) {
            return Kind.AUTHORIZATION;
        }
        if (last.equals("cookie") && !flat.equals("authcookie")) {
            return Kind.COOKIE;
        }
        if (flat.endsWith("passwd")) {
            return flat.equals("passwd") ? Kind.PASSWD : Kind.STRONG;
        }
        if (last.equals("pwd") || endsWith(flat, UNLESS_PATH_ENDS)) {
            return Kind.UNLESS_PATH;
        }
        if (endsWith(flat, STRONG_ENDS)) {
            return Kind.STRONG;
        }
        if (endsWith(flat, WEAK_ENDS) || WEAK_LAST.contains(last)) {
            return Kind.WEAK;
        }
        boolean about = ABOUT.contains(last) || words.size() == 1;
        return !about && STEMS.stream().anyMatch(flat::contains) ? Kind.WEAK : Kind.NONE;
    }

    /** By their last letters: this is asked of every word that a host says. */
    private static Map<Character, List<String>> ends(String... all) {
        return Stream.of(all).collect(Collectors.groupingBy(end -> end.charAt(end.length() - 1)));
    }

    private static boolean endsWith(String flat, Map<Character, List<String>> ends) {
        for (String end : ends.getOrDefault(flat.charAt(flat.length() - 1), List.of())) {
            if (flat.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /** The words of a name in small letters, without numbers behind them: {@code dbPassword2} is db, password. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || !Text.isLetter(name.charAt(i)) || humped(name, i)) {
                if (i > start) {
                    words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                }
                boolean letter = i < name.length() && Text.isLetter(name.charAt(i));
                start = letter ? i : i + 1;
            }
        }
        return words;
    }

    private static boolean humped(String name, int at) {
        return at > 0 && Character.isUpperCase(name.charAt(at)) && Character.isLowerCase(name.charAt(at - 1));
    }
}
