package dev.preflight.checks.software;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Those of the packages asked for that the database has. Sources: dpkg-query(1), rpm(8), apk-list(8).
 *
 * @param manager whose database it is
 * @param entries one for each version and architecture of a package
 */
public record Packages(PackageManager manager, List<Entry> entries) {
    /** rpm waits for another program that writes the database. */
    public static final Fact<Packages> FACT = Fact.named("packages", Packages.class)
            .sharing(SharedShell.class, "find-tool")
            .limit(Duration.ofSeconds(20))
            .parsedBy(Packages::parse);

    /**
     * A package that the database has.
     *
     * @param status as dpkg abbreviates it: what is wanted, what is, and {@code R} if it must be installed again
     * @param version epoch, version and revision, in the form of the manager
     */
    public record Entry(String name, String status, String version) {
        /** Whether it is there in any state: of one that was removed dpkg may know its settings. */
        public boolean there() {
            return "nc".indexOf(status.charAt(1)) < 0;
        }

        /** Whether it is installed whole. */
        public boolean whole() {
            return status.charAt(1) == 'i' && status.strip().length() == 2;
        }

        /** Whether it is kept at its version. */
        public boolean held() {
            return status.charAt(0) == 'h';
        }
    }

    public Packages {
        entries = List.copyOf(entries);
    }

    /** What is there of a package. */
    public List<Entry> of(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name) && entry.there())
                .toList();
    }

    private static Reading<Packages> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String word = text.argument("manager").orElse("");
        PackageManager manager = switch (word) {
            case "dpkg" -> PackageManager.DPKG;
            case "rpm" -> PackageManager.RPM;
            case "apk" -> PackageManager.APK;
            case "none" -> null;
            default -> throw new FactFormatException("expected dpkg, rpm, apk or none, found: " + word);
        };
        if (manager == null) {
            return Reading.missing(Reason.NO_TOOL, "no database of dpkg, rpm or apk");
        }
        List<Entry> entries = new ArrayList<>();
        for (Part part : text.all("packages")) {
            for (String line : part.lines()) {
                String[] fields = line.split("/", 3);
                if (fields.length < 3 || fields[1].length() < 2) {
                    throw new FactFormatException("expected name, status and version, found: " + line);
                }
                entries.add(new Entry(fields[0], fields[1], fields[2]));
            }
        }
        Packages packages = new Packages(manager, entries);
        // dpkg-query ends with 1 if a package is unknown, and with 2 if it cannot read; rpm counts unknown packages.
        boolean dpkgFailed = manager == PackageManager.DPKG
                && !List.of("0", "1").contains(text.argument("status").orElse(""));
        if (dpkgFailed || packages.of(manager.own()).isEmpty()) {
            String said = text.first("error").map(Part::text).orElse("the database does not have " + manager.own());
            return Reading.missing(Reason.NOT_READABLE, said);
        }
        return Reading.got(packages);
    }
}
