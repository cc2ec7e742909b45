package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which services keep the time of a host, and the host's time zone.
 *
 * @param services time services that run, by their usual names
 * @param hypervisor whether tools of the hypervisor run, which may set the clock of a virtual machine
 * @param hiddenProcesses whether services of other users cannot be seen
 * @param synchronised whether the clock is, according to the best source that there is; empty if none reports it
 * @param said the line that tells, or what was said instead; untrusted, may be empty
 * @param zone name of the time zone; empty if the host has a file without a name
 * @param offset from UTC, such as {@code +0800}
 */
public record TimeSync(
        SortedSet<String> services,
        boolean hypervisor,
        boolean hiddenProcesses,
        Optional<Boolean> synchronised,
        String said,
        Optional<String> zone,
        String offset) {

    /** Read in a clean environment; {@code ntpq} waits for a daemon that does not answer. */
    public static final Fact<TimeSync> FACT = Fact.named("time-sync", TimeSync.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent")
            .prefersRoot()
            .limit(Duration.ofSeconds(15))
            .parsedBy(TimeSync::parse);

    /** The one request for it. */
    public static final FactRequest<TimeSync> REQUEST = FACT.request();

    /** What {@code chronyc tracking} says of the leap second while it has a source (chronyc(1)). */
    private static final Pattern LEAP =
            Pattern.compile("Leap status\\s*: (Normal|Insert second|Delete second|Not synchronised)");

    /** EL7 calls it the first, everyone later the second. */
    private static final Pattern SYNCHRONISED = Pattern.compile("(?:NTP|System clock) synchronized: (yes|no)");

    /** busybox prints the kernel's status word; 0x40 is STA_UNSYNC (adjtimex(2)). */
    private static final Pattern STATUS = Pattern.compile("status:\\s*(\\d{1,9})\\b.*");

    private static final int STA_UNSYNC = 0x40;

    private record Told(Optional<Boolean> synchronised, String said) {}

    static Reading<TimeSync> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        String offset = text.argument("offset")
                .filter(value -> value.matches("[+-]\\d{4}"))
                .orElseThrow(() -> new FactFormatException("expected the offset from UTC, such as +0800"));
        SortedSet<String> services = new TreeSet<>();
        boolean hypervisor = false;
        for (HeadedText.Part process : text.all("process")) {
            switch (process.argument()) {
                case "systemd-timesyn" -> services.add("systemd-timesyncd");
                case "vmtoolsd", "VBoxService" -> hypervisor = true;
                default -> services.add(process.argument());
            }
        }
        Told told = told(text);
        Optional<String> zone = text.argument("zone");
        return Reading.got(new TimeSync(
                services,
                hypervisor,
                text.first("hidden-proc").isPresent(),
                told.synchronised(),
                told.said(),
                // Without the file it is UTC (localtime(5)).
                zone.isEmpty() && text.first("zone-file").isEmpty() ? Optional.of("UTC") : zone,
                offset));
    }

    /** The daemon knows better than the kernel, whose flag says nothing of a daemon that only watches. */
    private static Told told(HeadedText text) {
        List<Told> all = List.of(
                text.first("chronyc").map(TimeSync::chronyc).orElse(new Told(Optional.empty(), "")),
                text.first("ntpq").map(TimeSync::ntpq).orElse(new Told(Optional.empty(), "")),
                text.first("timedatectl")
                        .map(part -> line(part, SYNCHRONISED, "yes"::equals))
                        .orElse(new Told(Optional.empty(), "")),
                text.first("adjtimex")
                        .map(part -> line(part, STATUS, status -> (Integer.parseInt(status) & STA_UNSYNC) == 0))
                        .orElse(new Told(Optional.empty(), "")));
        return all.stream()
                .filter(told -> told.synchronised().isPresent())
                .findFirst()
                .or(() -> all.stream().filter(told -> !told.said().isEmpty()).findFirst())
                .orElse(new Told(Optional.empty(), ""));
    }

    private static Told chronyc(HeadedText.Part part) {
        return line(part, LEAP, leap -> !leap.equals("Not synchronised"));
    }

    /** A peer that the clock follows begins with a star, one that gives the pulse with an "o" (ntpq(8)). */
    private static Told ntpq(HeadedText.Part part) {
        Optional<String> followed = part.lines().stream()
                .filter(line -> line.startsWith("*") || line.startsWith("o"))
                .findFirst();
        if (followed.isPresent()) {
            return new Told(Optional.of(true), followed.get());
        }
        boolean table = part.lines().stream().anyMatch(line -> line.startsWith("=="));
        boolean noPeers = part.text().contains("No association ID's returned");
        return new Told(table || noPeers ? Optional.of(false) : Optional.empty(), firstLine(part));
    }

    private static Told line(HeadedText.Part part, Pattern pattern, Predicate<String> yes) {
        for (String line : part.lines()) {
            Matcher m = pattern.matcher(line.strip());
            if (m.matches()) {
                return new Told(Optional.of(yes.test(m.group(1))), line.strip());
            }
        }
        return new Told(Optional.empty(), firstLine(part));
    }

    private static String firstLine(HeadedText.Part part) {
        return part.lines().stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }
}
