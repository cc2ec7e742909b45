package dev.preflight.checks.fact;

import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which command line the boot loader gives the kernel next.
 *
 * <p>Sources: GRUB's manual on {@code default}, grubenv and {@code blscfg} (of Red Hat's GRUB: entries of
 * {@code loader/entries}, of which {@code saved_entry} names the file); the Boot Loader Specification; syslinux's
 * {@code APPEND}; kernel-install(8) on {@code /etc/kernel/cmdline}.
 */
final class BootLoader {
    private final HeadedText text;
    private final Map<String, String> variables = new HashMap<>();
    private String saved = "";

    /** A kernel that it can start, and where its command line is written. */
    private record Entry(String id, List<Argument> arguments) {}

    /** A line that the probe printed: its number, what it is, the rest. */
    private record Printed(int number, String word, String rest) {
        static Printed of(String line) throws FactFormatException {
            String[] fields = line.split(" ", 3);
            if (fields.length < 2) {
                throw new FactFormatException("expected a number and what the line is, found: " + line);
            }
            return new Printed(Numbers.small(fields[0]), fields[1], fields.length > 2 ? fields[2] : "");
        }
    }

    BootLoader(HeadedText text) throws FactFormatException {
        this.text = text;
        // What the environment has replaces what the configuration sets where it is not there.
        for (String kind : List.of("grub", "env")) {
            for (HeadedText.Part part : text.all(kind)) {
                for (String line : part.lines()) {
                    Printed printed = Printed.of(line);
                    variables.put(printed.word(), printed.rest());
                    saved = printed.word().equals("saved") ? printed.rest().strip() : saved;
                }
            }
        }
    }

    /** Those of the running kernel. */
    List<Argument> running() throws FactFormatException {
        return arguments("running");
    }

    /** Those of the files from which the configuration is made. */
    List<Argument> unused() throws FactFormatException {
        return arguments("source");
    }

    private List<Argument> arguments(String kind) throws FactFormatException {
        return entries(kind).stream()
                .flatMap(entry -> entry.arguments().stream())
                .toList();
    }

    /** Those of the next boot. */
    Reading<List<Argument>> next() throws FactFormatException {
        List<String> closed = text.arguments("closed");
        if (!closed.isEmpty()) {
            return Reading.missing(Reason.NOT_READABLE, closed.get(0));
        }
        List<HeadedText.Part> grub = text.all("grub");
        boolean specified = grub.isEmpty() || has(grub, "bls").isPresent();
        List<Entry> entries = specified ? entries("entry") : entries("grub");
        if (entries.isEmpty()) {
            entries = entries("plain");
        }
        Optional<String> hidden = text.argument("esp");
        if (entries.isEmpty() && hidden.isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, hidden.get());
        }
        if (entries.isEmpty()) {
            entries = entries("made");
        }
        // What starts it from outside (a hypervisor, the network) has no file here and says the same again.
        return entries.isEmpty() ? Reading.got(running()) : chosen(entries, grub, specified);
    }

    private Reading<List<Argument>> chosen(List<Entry> entries, List<HeadedText.Part> grub, boolean specified)
            throws FactFormatException {
        Optional<Entry> named =
                entries.stream().filter(entry -> entry.id().equals(saved)).findFirst();
        if (specified && named.isPresent()) {
            return Reading.got(named.get().arguments());
        }
        String wanted = has(grub, "default").map(Printed::rest).orElse("").replaceAll("[\"']", "");
        boolean first = wanted.equals("0") || (wanted.startsWith("$") && (saved.isEmpty() || saved.equals("0")));
        List<String> words = words(entries.get(0));
        if ((!specified && first)
                || entries.stream().allMatch(entry -> words(entry).equals(words))) {
            return Reading.got(entries.get(0).arguments());
        }
        return Reading.missing(Reason.AMBIGUOUS, "which kernel is started: " + saved);
    }

    private static List<String> words(Entry entry) {
        return entry.arguments().stream().map(Argument::word).toList();
    }

    /** The last line that is this. */
    private static Optional<Printed> has(List<HeadedText.Part> parts, String word) throws FactFormatException {
        Optional<Printed> last = Optional.empty();
        for (HeadedText.Part part : parts) {
            for (String line : part.lines()) {
                Printed printed = Printed.of(line);
                last = printed.word().equals(word) ? Optional.of(printed) : last;
            }
        }
        return last;
    }

    /** A file of the Boot Loader Specification is one entry, of the others each line is. */
    private List<Entry> entries(String kind) throws FactFormatException {
        List<Entry> entries = new ArrayList<>();
        for (HeadedText.Part part : text.all(kind)) {
            String file = part.argument();
            String id = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.conf$", "");
            List<Argument> ofFile = new ArrayList<>();
            for (String line : part.lines()) {
                Printed printed = Printed.of(line);
                if (printed.word().equals("linux")) {
                    List<Argument> ofLine = arguments(printed, file);
                    ofFile.addAll(ofLine);
                    if (!kind.equals("entry")) {
                        entries.add(new Entry(id, ofLine));
                    }
                }
            }
            if (kind.equals("entry")) {
                entries.add(new Entry(id, ofFile));
            }
        }
        return entries;
    }

    private List<Argument> arguments(Printed line, String file) {
        String where = file + (file.equals(BootConfig.RUNNING) ? "" : ":" + line.number());
        return Stream.of(line.rest().split(" "))
                .flatMap(word -> Stream.of(expanded(word).split(" ")))
                .filter(word -> !word.isEmpty() && !word.startsWith("$"))
                .map(word -> Argument.of(word, where))
                .toList();
    }

    private String expanded(String word) {
        return word.startsWith("$") ? variables.getOrDefault(word.replaceAll("[${}]", ""), "") : word;
    }
}
