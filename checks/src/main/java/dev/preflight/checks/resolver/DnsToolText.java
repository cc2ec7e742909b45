package dev.preflight.checks.resolver;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.resolver.DnsAnswers.End;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Optional;

/** What the tools print that ask a name server. Tried with dig 9.11 and 9.18, nslookup of bind 9.18 and of busybox 1.35. */
final class DnsToolText {
    /** The names of the codes, in the order of their numbers: RFC 1035 section 4.1.1, RFC 2136 section 2.2. */
    private static final List<String> RCODES = List.of(
            "NOERROR",
            "FORMERR",
            "SERVFAIL",
            "NXDOMAIN",
            "NOTIMP",
            "REFUSED",
            "YXDOMAIN",
            "YXRRSET",
            "NXRRSET",
            "NOTAUTH",
            "NOTZONE");

    /** RFC 6891 section 6.1.3; what dig has no name for it calls RESERVED and its number. */
    private static final int BADVERS = 16;

    private static final Pattern STATUS = Pattern.compile("->>HEADER<<-.*status: ([A-Z]+)(\\d*)");

    private static final Pattern ADDRESS_RECORD = Pattern.compile("\\sA\\s+(\\d+\\.\\d+\\.\\d+\\.\\d+)");

    private static final Pattern NAMED =
            Pattern.compile("(?s)Name:.*?Address(?: \\d+)?:\\s*(\\d+\\.\\d+\\.\\d+\\.\\d+)");

    private DnsToolText() {}

    static Optional<DnsMessage> dig(String said) {
        Matcher status = STATUS.matcher(said);
        if (!status.find()) {
            return Optional.empty();
        }
        int rcode = RCODES.contains(status.group(1))
                ? RCODES.indexOf(status.group(1))
                : status.group(2).matches("\\d{1,2}") ? Integer.parseInt(status.group(2)) : BADVERS;
        Matcher address = ADDRESS_RECORD.matcher(said);
        return Optional.of(new DnsMessage(rcode, address.find() ? address.group(1) : ""));
    }

    /** It says nothing of a reply without an address but its code. */
    static Optional<DnsMessage> nslookup(String said) {
        Matcher named = NAMED.matcher(said);
        if (named.find()) {
            return Optional.of(new DnsMessage(0, named.group(1)));
        }
        if (said.contains("No answer") || said.contains("no answer")) {
            return Optional.of(new DnsMessage(0, ""));
        }
        return RCODES.stream()
                .filter(code -> !code.equals("NOERROR") && said.contains(": " + code))
                .findFirst()
                .map(code -> new DnsMessage(RCODES.indexOf(code), ""));
    }

    static End failure(String said) {
        String text = Ascii.lower(said);
        if (text.contains("connection refused")) {
            return End.REFUSED;
        }
        if (text.contains("unreachable") || text.contains("no route")) {
            return End.NO_ROUTE;
        }
        return text.contains("timed out")
                        || text.strip().equals("terminated")
                        || text.contains("no servers could be reached")
                        || text.isBlank()
                ? End.SILENCE
                : End.UNTOLD;
    }
}
