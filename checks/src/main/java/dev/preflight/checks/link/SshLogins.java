package dev.preflight.checks.link;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a login by ssh from one host to the others. Sources: ssh(1), ssh_config(5), sshd_config(5) on MaxStartups;
 * OpenSSH's sshconnect.c and sshconnect2.c for the messages.
 *
 * @param logins by the name of the other host
 * @param late names of hosts that were not tried any more
 * @param hostKeys the public keys of this host, in the form {@code TYPE BASE64}
 * @param userKeys those of this user
 */
record SshLogins(
        SortedMap<String, Reading<Login>> logins, List<String> late, List<String> hostKeys, List<String> userKeys) {
    /** Each host that does not answer costs five seconds, four at a time; no login begins after 90 s, and each ends. */
    static final Fact<SshLogins> FACT = Fact.named("ssh-logins", SshLogins.class)
            .logsInToHosts()
            .sideEffects()
            .slow()
            .limit(Duration.ofSeconds(150))
            .parsedBy(SshLogins::parse);

    /** A type and the key itself: RFC 4253 section 6.6, RFC 4648. */
    private static final String KEY = "[a-z0-9@.-]{3,60} [A-Za-z0-9+/]{40,4000}={0,2}";

    /**
     * One login.
     *
     * @param address where ssh was sent
     * @param port to which port; 0: the one that ssh takes
     * @param status of ssh
     * @param took hundredths of a second; empty if there was no clock
     * @param errors what ssh said, without the steps of the protocol
     * @param said what the other host printed by itself
     * @param offered how many keys were offered
     * @param accepted how many of them the other host knows
     * @param entered whether the other host let the user in
     */
    record Login(
            String address,
            int port,
            int status,
            Optional<Long> took,
            List<String> errors,
            List<String> said,
            int offered,
            int accepted,
            boolean entered) {
        Login {
            errors = List.copyOf(errors);
            said = List.copyOf(said);
        }
    }

    SshLogins {
        logins = new TreeMap<>(logins);
        late = List.copyOf(late);
        hostKeys = List.copyOf(hostKeys);
        userKeys = List.copyOf(userKeys);
    }

    /** The login to this host. */
    Reading<Login> to(String host) {
        Reading<Login> login = logins.get(host);
        return login != null
                ? login
                : late.contains(host)
                        ? Reading.missing(Reason.TIMEOUT, "the time for logins from this host had ended")
                        : Reading.missing(Reason.NOT_COLLECTED, host);
    }

    private static Reading<SshLogins> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("no-tool").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "ssh (OpenSSH)");
        }
        if (text.first("client").isEmpty()) {
            throw new FactFormatException("expected the version of ssh");
        }
        SortedMap<String, Reading<Login>> logins = new TreeMap<>();
        for (Part part : text.all("host")) {
            logins.put(part.argument(), login(part));
        }
        return Reading.got(new SshLogins(logins, text.arguments("late"), keys(text, "hostkey"), keys(text, "userkey")));
    }

    private static Reading<Login> login(Part part) throws FactFormatException {
        if (part.lines().contains("unfit")) {
            return Reading.missing(Reason.AMBIGUOUS, "ssh takes no such address: " + value(part, "address"));
        }
        List<String> took = part.values("took");
        return Reading.got(new Login(
                value(part, "address"),
                Numbers.small(value(part, "port")),
                Numbers.small(value(part, "status")),
                took.isEmpty() ? Optional.empty() : Optional.of(Numbers.whole(took.get(0))),
                part.values("error"),
                part.values("said"),
                Numbers.small(value(part, "offered")),
                Numbers.small(value(part, "accepted")),
                Numbers.small(value(part, "entered")) > 0));
    }

    private static String value(Part part, String word) throws FactFormatException {
        List<String> values = part.values(word);
        if (values.size() != 1) {
            throw new FactFormatException("expected one " + word + " of the login to " + part.argument());
        }
        return values.get(0);
    }

    private static List<String> keys(HeadedText text, String heading) {
        List<String> keys = new ArrayList<>();
        text.arguments(heading).stream().filter(key -> key.matches(KEY)).forEach(keys::add);
        return keys;
    }
}
