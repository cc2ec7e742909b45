package dev.preflight.checks;

import dev.preflight.checks.accounts.CronEnvironment;
import dev.preflight.checks.firewall.Firewall;
import dev.preflight.checks.resolver.ResolverState;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What facts tell beyond their parsers costs less than a second of CPU on a line that was made to cost more. */
@Tag(Fuzz.TAG)
class LongLinesTest {
    private static final int LENGTH = 1024 * 1024;

    private static byte[] line(String before, String filler) {
        // A line terminator for java.util.regex, at which its dot stops.
        return (before + filler.repeat(LENGTH / filler.length()) + "\r!").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void run(String name, byte[] line, Fuzz.Reader reader) {
        Fuzz.of("line-" + name)
                .inputs(1)
                .seeds(List.of("x".getBytes(StandardCharsets.UTF_8)))
                .also(List.of(line))
                .mayThrow(FactFormatException.class)
                .run(reader);
    }

    private static <T> T read(Fact<T> fact, String head, byte[] line, String tail) throws FactFormatException {
        String text = head + " " + new String(line, StandardCharsets.ISO_8859_1) + "\n" + tail;
        return fact.parser()
                .parse(new ProbeOutput(text.getBytes(StandardCharsets.ISO_8859_1), new byte[0], 0))
                .fold(Optional::of, missing -> Optional.<T>empty())
                .orElseThrow();
    }

    @Test
    void aTableOfCron() {
        run(
                "cron",
                line("", "umask 0 "),
                line -> read(CronEnvironment.FACT, "table /etc/crontab\n", line, "")
                        .umasks());
    }

    @Test
    void aNameServer() {
        run(
                "resolv",
                line("nameserver ", "a"),
                line -> read(ResolverState.FACT, "content\n", line, "done\n").nameservers());
    }

    @Test
    void aRuleOfAFirewall() {
        run(
                "firewall",
                line("", "hook input "),
                line -> read(Firewall.REQUEST.fact(), "manager nft\n", line, "done\n")
                        .ruleOn(22));
    }
}
