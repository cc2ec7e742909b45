package dev.preflight.checks.names;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a host is called, and what it finds under that name. Sources: hostname(5), hosts(5), getent(1).
 *
 * @param hostname that of the running kernel
 * @param boot what /etc/hostname sets at boot; empty if it sets none, missing if it may not be read
 * @param found what the host resolves its name to; missing without getent, if /etc/hosts does not have the name
 * @param hostsLines numbers of the lines of /etc/hosts that have the name
 */
record HostNames(String hostname, Reading<Optional<String>> boot, Reading<Found> found, List<String> hostsLines) {
    /** Names may be asked for in the DNS, which by default takes 10 s to give up: resolv.conf(5). */
    static final Fact<HostNames> FACT = Fact.named("host-names", HostNames.class)
            .sharing(SharedShell.class, "find-tool", "indent")
            .limit(java.time.Duration.ofSeconds(15))
            .parsedBy(HostNames::parse);

    static final FactRequest<HostNames> REQUEST = FACT.request();

    /**
     * An answer.
     *
     * @param addresses each once; none if the name is not known
     * @param canonical the full name; empty if the answer has none
     */
    record Found(List<String> addresses, String canonical) {
        Found {
            addresses = List.copyOf(addresses);
        }

        /** Those that only the host itself reaches: 127.0.0.0/8 and ::1. */
        List<String> loopback() {
            return addresses.stream()
                    .filter(address -> IpAddress.canonical(address).matches("127\\..*|(0:){7}1"))
                    .toList();
        }
    }

    HostNames {
        hostsLines = List.copyOf(hostsLines);
    }

    private static Reading<HostNames> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String hostname = text.argument("hostname").orElseThrow(() -> new FactFormatException("expected the hostname"));
        Optional<String> boot = text.argument("boot");
        List<String[]> lines = lines(text, "hosts");
        return Reading.got(new HostNames(
                hostname,
                text.first("unreadable").isPresent()
                        ? Reading.missing(Reason.NOT_READABLE, "/etc/hostname")
                        : Reading.got(boot),
                found(text, lines),
                lines.stream().map(words -> words[0]).toList()));
    }

    private static Reading<Found> found(HeadedText text, List<String[]> hosts) throws FactFormatException {
        boolean asked = text.first("resolved").isPresent();
        if (!asked && hosts.isEmpty()) {
            return text.first("not-asked").isPresent()
                    ? Reading.missing(Reason.AMBIGUOUS, "")
                    : Reading.missing(Reason.NO_TOOL, "getent");
        }
        // Without getent the file counts: musl looks into it first, and glibc does unless nsswitch.conf says otherwise.
        int at = asked ? 0 : 1;
        List<String[]> answers = asked ? lines(text, "resolved") : hosts;
        List<String> addresses =
                answers.stream().map(words -> words[at]).distinct().toList();
        String canonical = answers.stream()
                .filter(words -> words.length > 2)
                .map(words -> words[2])
                .findFirst()
                .orElse("");
        return Reading.got(new Found(addresses, canonical));
    }

    /** The words of each line: {@code 127.0.1.1 STREAM h1} of getent, number, address and first name of the file. */
    private static List<String[]> lines(HeadedText text, String heading) throws FactFormatException {
        List<String[]> all = new ArrayList<>();
        for (String line : text.lines(heading)) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 2) {
                throw new FactFormatException("expected an address and its kind, found: " + line);
            }
            all.add(words);
        }
        return all;
    }
}
