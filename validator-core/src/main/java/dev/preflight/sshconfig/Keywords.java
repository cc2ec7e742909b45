package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keywords of ssh_config(5) and what a value of each must be. */
final class Keywords {
    /** What the value of a keyword must be. */
    enum Shape {
        TEXT,
        FLAG,
        PORT,
        COUNT,
        TIME,
        FAMILY,
        STRICT,
        PUBLIC_KEY
    }

    /** Older names (ssh_config(5) of older versions, readconf.c). */
    private static final Map<String, String> ALIASES = Map.of(
            "identityfile2", "identityfile",
            "challengeresponseauthentication", "kbdinteractiveauthentication",
            "skeyauthentication", "kbdinteractiveauthentication",
            "tisauthentication", "kbdinteractiveauthentication",
            "dsaauthentication", "pubkeyauthentication");

    /** Those with one value that counts here. */
    private static final Map<String, Shape> SINGLE = Map.ofEntries(
            Map.entry("hostname", Shape.TEXT),
            Map.entry("user", Shape.TEXT),
            Map.entry("hostkeyalias", Shape.TEXT),
            Map.entry("identityagent", Shape.TEXT),
            Map.entry("preferredauthentications", Shape.TEXT),
            Map.entry("bindaddress", Shape.TEXT),
            Map.entry("bindinterface", Shape.TEXT),
            Map.entry("tag", Shape.TEXT),
            Map.entry("ignoreunknown", Shape.TEXT),
            Map.entry("port", Shape.PORT),
            Map.entry("connecttimeout", Shape.TIME),
            Map.entry("connectionattempts", Shape.COUNT),
            Map.entry("numberofpasswordprompts", Shape.COUNT),
            Map.entry("addressfamily", Shape.FAMILY),
            Map.entry("stricthostkeychecking", Shape.STRICT),
            Map.entry("pubkeyauthentication", Shape.PUBLIC_KEY),
            Map.entry("identitiesonly", Shape.FLAG),
            Map.entry("batchmode", Shape.FLAG),
            Map.entry("passwordauthentication", Shape.FLAG),
            Map.entry("kbdinteractiveauthentication", Shape.FLAG));

    /** Those that decide whom ssh reaches and are not carried out here, with the values by which they decide nothing. */
    private static final Map<String, Set<String>> REFUSED = Map.of(
            "canonicalizehostname", Set.of("no", "false"),
            "canonicalizepermittedcnames", Set.of("none"),
            "proxyusefdpass", Set.of("no", "false"),
            "revokedhostkeys", Set.of("none"),
            "refuseconnection", Set.of());

    /** Those that change neither whom ssh reaches nor how it logs in, as far as that concerns us. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(("addkeystoagent afstokenpassing canonicaldomains canonicalizefallbacklocal canonicalizemaxdots"
                            + " casignaturealgorithms channeltimeout checkhostip cipher ciphers clearallforwardings"
                            + " compression compressionlevel controlmaster controlpath controlpersist dynamicforward"
                            + " enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fallbacktorsh"
                            + " fingerprinthash forkafterauthentication forwardagent forwardx11 forwardx11timeout"
                            + " forwardx11trusted gatewayports globalknownhostsfile2 gssapiauthentication"
                            + " gssapiclientidentity gssapidelegatecredentials gssapikexalgorithms gssapikeyexchange"
                            + " gssapirenewalforcesrekey gssapiserveridentity gssapitrustdns hashknownhosts"
                            + " hostbasedacceptedalgorithms hostbasedauthentication hostbasedkeytypes hostkeyalgorithms"
                            + " ipqos kbdinteractivedevices keepalive kerberosauthentication kerberostgtpassing"
                            + " kexalgorithms knownhostscommand localcommand localforward loglevel logverbose macs"
                            + " nohostauthenticationforlocalhost obscurekeystroketiming permitlocalcommand"
                            + " permitremoteopen pkcs11provider protocol pubkeyacceptedalgorithms"
                            + " pubkeyacceptedkeytypes rekeylimit remotecommand remoteforward requesttty"
                            + " requiredrsasize rhostsauthentication rhostsrsaauthentication rsaauthentication"
                            + " securitykeyprovider sendenv serveralivecountmax serveraliveinterval sessiontype setenv"
                            + " smartcarddevice stdinnull streamlocalbindmask streamlocalbindunlink syslogfacility"
                            + " tcpkeepalive tunnel tunneldevice updatehostkeys useprivilegedport"
                            + " userknownhostsfile2 useroaming usersh verifyhostkeydns versionaddendum visualhostkey"
                            + " warnweakcrypto xauthlocation")
                    .split(" "));

    private Keywords() {}

    /** The keyword's name of today. */
    static String today(String keyword) {
        return ALIASES.getOrDefault(keyword, keyword);
    }

    static Optional<Shape> single(String keyword) {
        return Optional.ofNullable(SINGLE.get(keyword));
    }

    static boolean withoutEffect(String keyword) {
        return WITHOUT_EFFECT.contains(keyword);
    }

    static boolean refused(String keyword) {
        return REFUSED.containsKey(keyword);
    }

    /** Whether a keyword that is refused decides nothing with this value. */
    static boolean harmless(String keyword, String value) {
        return REFUSED.getOrDefault(keyword, Set.of()).contains(Ascii.lower(value));
    }

    /** What a value must be, where it is not; empty if it is good. */
    static Optional<String> wrongWith(Shape shape, String value) {
        String lower = Ascii.lower(value);
        return switch (shape) {
            case TEXT -> Optional.empty();
            case FLAG -> unless(Set.of("yes", "no", "true", "false").contains(lower), "yes or no");
            case PORT -> unless(port(value), "a number from 1 to 65535");
            case COUNT -> unless(value.matches("[0-9]{1,9}"), "a number");
            case TIME ->
                unless(
                        value.equals("none") || Durations.seconds(value).isPresent(),
                        "a time such as 10 or 1m30s, or none");
            case FAMILY -> unless(Set.of("any", "inet", "inet6").contains(lower), "any, inet or inet6");
            case STRICT ->
                unless(
                        Set.of("yes", "no", "true", "false", "off", "ask", "accept-new")
                                .contains(lower),
                        "yes, no, ask or accept-new");
            case PUBLIC_KEY ->
                unless(
                        Set.of("yes", "no", "true", "false", "unbound", "host-bound")
                                .contains(lower),
                        "yes, no, unbound or host-bound");
        };
    }

    private static boolean port(String value) {
        return value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 65_535;
    }

    private static Optional<String> unless(boolean good, String wanted) {
        return good ? Optional.empty() : Optional.of(wanted);
    }
}
