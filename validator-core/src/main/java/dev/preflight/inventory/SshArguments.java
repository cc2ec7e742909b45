package dev.preflight.inventory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What arguments that an inventory gives to ssh mean for us, who do not run ssh: they may be passed over only where that
 * cannot change whom we reach. An argument that we do not know may do so. Never shows a value, which may be a secret.
 */
final class SshArguments {
    /**
     * What the arguments come to.
     *
     * @param decisive options that decide whom ssh reaches, or that may, as they are spelled in ssh(1) or ssh_config(5)
     * @param keys options about which host keys to trust
     * @param broken what is wrong with the text itself; empty if nothing is
     */
    record Meaning(Set<String> decisive, Set<String> keys, String broken) {}

    /** Flags of ssh(1) that change the session, the login or what is said of it, but not whom it is with. */
    private static final String HARMLESS_FLAGS = "AaCfgKkMNnqTtVvXxYy";

    /** The same with an argument: log, cipher, escape, control path, MAC, keys, forwardings. */
    private static final String HARMLESS_WITH_ARGUMENT = "EceSmiILRD";

    /** The rest that takes an argument; {@code -o} apart. */
    private static final String DECISIVE_WITH_ARGUMENT = "BbFJlOpPQwW";

    /** Keywords of ssh_config(5) like the flags above, in lower case; those of older versions too. */
    private static final Set<String> HARMLESS =
            Set.of(("addkeystoagent batchmode casignaturealgorithms certificatefile challengeresponseauthentication"
                            + " channeltimeout cipher ciphers clearallforwardings compression compressionlevel"
                            + " connectionattempts connecttimeout controlmaster controlpath controlpersist"
                            + " dynamicforward enableescapecommandline enablesshkeysign escapechar"
                            + " exitonforwardfailure fingerprinthash forwardagent forwardx11 forwardx11timeout"
                            + " forwardx11trusted gatewayports gssapiauthentication gssapicleanupcredentials"
                            + " gssapiclientidentity gssapidelegatecredentials gssapikeyexchange"
                            + " gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns hashknownhosts"
                            + " hostbasedacceptedalgorithms hostbasedauthentication hostbasedkeytypes"
                            + " hostkeyalgorithms identitiesonly identityagent identityfile ignoreunknown ipqos"
                            + " kbdinteractiveauthentication kbdinteractivedevices kexalgorithms localcommand"
                            + " localforward loglevel logverbose macs nohostauthenticationforlocalhost"
                            + " numberofpasswordprompts obscurekeystroketiming passwordauthentication"
                            + " permitlocalcommand permitremoteopen pkcs11provider preferredauthentications protocol"
                            + " pubkeyacceptedalgorithms pubkeyacceptedkeytypes pubkeyauthentication rekeylimit"
                            + " remoteforward requesttty requiredrsasize rsaauthentication securitykeyprovider"
                            + " sendenv serveralivecountmax serveraliveinterval setenv smartcarddevice"
                            + " streamlocalbindmask streamlocalbindunlink syslogfacility tcpkeepalive tunnel"
                            + " tunneldevice updatehostkeys usekeychain useprivilegedport useroaming visualhostkey"
                            + " warnweakcrypto xauthlocation")
                    .split(" "));

    /**
     * Keywords that say which host keys to trust. Preflight verifies host keys by its own rules, which are no weaker.
     */
    private static final Set<String> KEYS = Set.of(
            "stricthostkeychecking",
            "userknownhostsfile",
            "globalknownhostsfile",
            "checkhostip",
            "verifyhostkeydns",
            "knownhostscommand");

    /** Keywords and flags that decide nothing with one of these values. */
    private static final Map<String, Set<String>> NOTHING = Map.of(
            "proxyjump", Set.of("none"),
            "proxycommand", Set.of("none"),
            "proxyusefdpass", Set.of("no"),
            "canonicalizehostname", Set.of("no"),
            "-J", Set.of("none"),
            "-F", Set.of("none", "/dev/null"));

    /** How ssh_config(5) writes the keywords that are met most. */
    private static final Map<String, String> SPELLED = spelled(
            "ProxyJump",
            "ProxyCommand",
            "HostName",
            "HostKeyAlias",
            "User",
            "Port",
            "BindAddress",
            "BindInterface",
            "Include",
            "AddressFamily",
            "CanonicalizeHostname",
            "RevokedHostKeys",
            "StrictHostKeyChecking",
            "UserKnownHostsFile",
            "GlobalKnownHostsFile");

    private final Set<String> decisive = new LinkedHashSet<>();
    private final Set<String> keys = new LinkedHashSet<>();

    private SshArguments() {}

    private static Map<String, String> spelled(String... keywords) {
        Map<String, String> spelled = new TreeMap<>();
        for (String keyword : keywords) {
            spelled.put(keyword.toLowerCase(Locale.ROOT), keyword);
        }
        return spelled;
    }

    /** Reads arguments as Ansible does: words as a POSIX shell splits them, then options as getopt(3) does. */
    static Meaning of(String text) {
        List<String> words = new ArrayList<>();
        if (!split(text, words)) {
            return new Meaning(Set.of(), Set.of(), "a quote is not closed");
        }
        SshArguments arguments = new SshArguments();
        int next = 0;
        while (next < words.size()) {
            next = arguments.take(words, next);
        }
        return new Meaning(arguments.decisive, arguments.keys, "");
    }

    /** Takes the options of one word; returns where the next begins. */
    private int take(List<String> words, int at) {
        String word = words.get(at);
        if (!word.startsWith("-") || word.length() == 1 || word.startsWith("--")) {
            // ssh would take it for the host.
            decisive.add(word.startsWith("-") ? word : "an argument that is no option");
            return at + 1;
        }
        for (int i = 1; i < word.length(); i++) {
            char flag = word.charAt(i);
            boolean argument = flag == 'o' || (HARMLESS_WITH_ARGUMENT + DECISIVE_WITH_ARGUMENT).indexOf(flag) >= 0;
            if (argument) {
                boolean here = i + 1 < word.length();
                String value = here ? word.substring(i + 1) : at + 1 < words.size() ? words.get(at + 1) : "";
                option(flag, value);
                return here ? at + 1 : at + 2;
            }
            if (HARMLESS_FLAGS.indexOf(flag) < 0) {
                decisive.add("-" + flag);
            }
        }
        return at + 1;
    }

    private void option(char flag, String value) {
        if (flag == 'o') {
            keyword(value);
        } else if (DECISIVE_WITH_ARGUMENT.indexOf(flag) >= 0) {
            decide("-" + flag, "-" + flag, value);
        }
    }

    /** {@code Keyword=value} or {@code Keyword value}, blanks around either; the keyword in any case. */
    private void keyword(String text) {
        String line = text.strip();
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end)) && line.charAt(end) != '=') {
            end++;
        }
        String keyword = line.substring(0, end).toLowerCase(Locale.ROOT);
        String value = line.substring(end).strip();
        value = value.startsWith("=") ? value.substring(1).strip() : value;
        if (KEYS.contains(keyword)) {
            keys.add(SPELLED.getOrDefault(keyword, keyword));
        } else if (!HARMLESS.contains(keyword)) {
            decide(keyword, SPELLED.getOrDefault(keyword, keyword), value);
        }
    }

    private void decide(String option, String spelled, String value) {
        if (!NOTHING.getOrDefault(option, Set.of()).contains(value.toLowerCase(Locale.ROOT))) {
            decisive.add(spelled);
        }
    }

    /** Splits as a POSIX shell does, without expansions; false if a quote is not closed. */
    private static boolean split(String text, List<String> words) {
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                // In double quotes a backslash stays before what needs none.
                word.append(quote == '"' && escaped != '"' && escaped != '\\' ? "\\" : "")
                        .append(escaped);
                begun = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quote == 0;
    }
}
