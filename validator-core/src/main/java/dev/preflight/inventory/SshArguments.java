package dev.preflight.inventory;

import dev.preflight.sshconfig.SshOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What arguments that an inventory gives to ssh mean for us. Those that decide whom ssh reaches and how it logs in are
 * given to ssh_config's reader; those that cannot change either are passed over. An argument that we do not know may do
 * so, and is refused. Never shows a value, which may be a secret.
 */
final class SshArguments {
    /**
     * What the arguments come to.
     *
     * @param options that count, in order
     * @param config the file of {@code -F}, or {@code none}
     * @param refused options that decide whom ssh reaches, or may, and cannot be carried out, as ssh(1) or ssh_config(5) spells them
     * @param keys options about which host keys to trust that do not count
     * @param broken what is wrong with the text itself; empty if nothing is
     */
    record Meaning(
            List<SshOption> options, Optional<String> config, Set<String> refused, Set<String> keys, String broken) {}

    /** Flags of ssh(1) that change the session, the login or what is said of it, but not whom it is with. */
    private static final String HARMLESS_FLAGS = "AaCfgKkMNnqTtVvXxYy";

    /** Flags without an argument that count. */
    private static final String FLAGS = "46";

    /** Flags with an argument that count; {@code -o} apart. */
    private static final String WITH_ARGUMENT = "bBiJlpF";

    /** Harmless ones with an argument: log, cipher, escape, control path, MAC, forwardings. */
    private static final String HARMLESS_WITH_ARGUMENT = "EceSmILRD";

    /** The rest that takes an argument. */
    private static final String REFUSED_WITH_ARGUMENT = "OPQwW";

    /** Keywords of ssh_config(5) that count. */
    private static final Set<String> COUNTING =
            Set.of(("addressfamily batchmode bindaddress bindinterface canonicaldomains canonicalizefallbacklocal"
                            + " canonicalizehostname canonicalizemaxdots canonicalizepermittedcnames certificatefile"
                            + " challengeresponseauthentication connectionattempts connecttimeout globalknownhostsfile"
                            + " hostkeyalias hostname identitiesonly identityagent identityfile"
                            + " kbdinteractiveauthentication numberofpasswordprompts passwordauthentication port"
                            + " preferredauthentications proxycommand proxyjump pubkeyauthentication user"
                            + " userknownhostsfile")
                    .split(" "));

    /** Keywords like the harmless flags, in lower case; those of older versions too. */
    private static final Set<String> HARMLESS =
            Set.of(("addkeystoagent casignaturealgorithms channeltimeout cipher ciphers clearallforwardings compression"
                            + " compressionlevel controlmaster controlpath controlpersist dynamicforward"
                            + " enableescapecommandline enablesshkeysign escapechar exitonforwardfailure"
                            + " fingerprinthash forwardagent forwardx11 forwardx11timeout forwardx11trusted"
                            + " gatewayports gssapiauthentication gssapicleanupcredentials gssapiclientidentity"
                            + " gssapidelegatecredentials gssapikeyexchange gssapirenewalforcesrekey"
                            + " gssapiserveridentity gssapitrustdns hashknownhosts hostbasedacceptedalgorithms"
                            + " hostbasedauthentication hostbasedkeytypes hostkeyalgorithms ignoreunknown ipqos"
                            + " kbdinteractivedevices kexalgorithms localcommand localforward loglevel logverbose macs"
                            + " nohostauthenticationforlocalhost obscurekeystroketiming permitlocalcommand"
                            + " permitremoteopen pkcs11provider protocol pubkeyacceptedalgorithms"
                            + " pubkeyacceptedkeytypes rekeylimit remoteforward requesttty requiredrsasize"
                            + " rsaauthentication securitykeyprovider sendenv serveralivecountmax serveraliveinterval"
                            + " setenv smartcarddevice streamlocalbindmask streamlocalbindunlink syslogfacility"
                            + " tcpkeepalive tunnel tunneldevice updatehostkeys usekeychain useprivilegedport useroaming"
                            + " visualhostkey warnweakcrypto xauthlocation")
                    .split(" "));

    /** Keywords that say which host keys to trust. Preflight verifies host keys by its own rules, which are no weaker. */
    private static final Set<String> KEYS =
            Set.of("stricthostkeychecking", "checkhostip", "verifyhostkeydns", "knownhostscommand");

    /** Keywords that name files of host keys; without one there is nothing to verify by. */
    private static final Set<String> KEY_FILES = Set.of("userknownhostsfile", "globalknownhostsfile");

    private static final Set<String> NO_FILE = Set.of("/dev/null", "none", "\"/dev/null\"", "'/dev/null'");

    /** Refused keywords that decide nothing with one of these values. */
    private static final Map<String, Set<String>> NOTHING =
            Map.of("proxyusefdpass", Set.of("no"), "revokedhostkeys", Set.of("none"));

    /** How ssh_config(5) writes the keywords that are shown most. */
    private static final Map<String, String> SPELLED = spelled(
            "Include",
            "RevokedHostKeys",
            "ProxyUseFdpass",
            "StrictHostKeyChecking",
            "UserKnownHostsFile",
            "GlobalKnownHostsFile");

    private final List<SshOption> options = new ArrayList<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final Set<String> keys = new LinkedHashSet<>();
    private Optional<String> config = Optional.empty();

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
        Optional<List<String>> words = ShellWords.split(text);
        if (words.isEmpty()) {
            return new Meaning(List.of(), Optional.empty(), Set.of(), Set.of(), "a quote is not closed");
        }
        SshArguments arguments = new SshArguments();
        int next = 0;
        while (next < words.get().size()) {
            next = arguments.take(words.get(), next);
        }
        return new Meaning(List.copyOf(arguments.options), arguments.config, arguments.refused, arguments.keys, "");
    }

    /** Takes the options of one word; returns where the next begins. */
    private int take(List<String> words, int at) {
        String word = words.get(at);
        if (!word.startsWith("-") || word.length() == 1 || word.startsWith("--")) {
            // ssh would take it for the host.
            refused.add(word.startsWith("-") ? word : "an argument that is no option");
            return at + 1;
        }
        for (int i = 1; i < word.length(); i++) {
            char flag = word.charAt(i);
            boolean argument =
                    flag == 'o' || (WITH_ARGUMENT + HARMLESS_WITH_ARGUMENT + REFUSED_WITH_ARGUMENT).indexOf(flag) >= 0;
            if (argument) {
                boolean here = i + 1 < word.length();
                String value = here ? word.substring(i + 1) : at + 1 < words.size() ? words.get(at + 1) : "";
                option(flag, value);
                return here ? at + 1 : at + 2;
            }
            if (FLAGS.indexOf(flag) >= 0) {
                options.add(new SshOption(flag, ""));
            } else if (HARMLESS_FLAGS.indexOf(flag) < 0) {
                refused.add("-" + flag);
            }
        }
        return at + 1;
    }

    private void option(char flag, String value) {
        if (flag == SshOption.KEYWORD) {
            keyword(value);
        } else if (flag == SshOption.CONFIG) {
            config = Optional.of(value);
        } else if (WITH_ARGUMENT.indexOf(flag) >= 0) {
            options.add(new SshOption(flag, value));
        } else if (REFUSED_WITH_ARGUMENT.indexOf(flag) >= 0) {
            refused.add("-" + flag);
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
        if (KEYS.contains(keyword) || (KEY_FILES.contains(keyword) && NO_FILE.contains(value))) {
            keys.add(SPELLED.getOrDefault(keyword, keyword));
        } else if (COUNTING.contains(keyword)) {
            options.add(new SshOption(SshOption.KEYWORD, line));
        } else if (!HARMLESS.contains(keyword)
                && !NOTHING.getOrDefault(keyword, Set.of()).contains(value.toLowerCase(Locale.ROOT))) {
            refused.add(SPELLED.getOrDefault(keyword, keyword));
        }
    }
}
