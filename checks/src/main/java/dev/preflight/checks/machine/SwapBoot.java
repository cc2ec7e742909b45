package dev.preflight.checks.machine;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What starts swap at the next boot. Sources: fstab(5), systemd.swap(5), systemd-fstab-generator(8),
 * systemd-gpt-auto-generator(8), kernel-command-line(7), zram-generator.conf(5), OpenRC's service {@code swap}.
 */
record SwapBoot(List<Source> sources) {

    /** Small files, and a grep over the few of udev's that are about disks. */
    public static final Fact<SwapBoot> FACT =
            Fact.named("swap-boot", SwapBoot.class).parsedBy(SwapBoot::parse);

    private static final Set<String> FALSE = Set.of("0", "no", "false", "off", "n", "f");

    /** Attribute bit 63 of a partition: "no-auto" of the Discoverable Partitions Specification. */
    private static final String NO_AUTO = "0x8";

    /** The flags of a partition with bit 63 have 16 digits. */
    private static final int FLAGS = "0x8000000000000000".length();

    /**
     * One thing that starts swap.
     *
     * @param what the device, file, unit or service
     * @param where the file that says so, with its line if that is known
     * @param zram whether it is compressed memory
     */
    public record Source(String what, String where, boolean zram) {}

    public SwapBoot {
        sources = List.copyOf(sources);
    }

    private static Reading<SwapBoot> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        String init =
                text.argument("init").orElseThrow(() -> new FactFormatException("expected what started the system"));
        Optional<HeadedText.Part> unreadable = text.first("unreadable");
        if (unreadable.isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, unreadable.get().argument());
        }
        boolean systemd = init.equals("systemd");
        Set<String> masked = systemd ? arguments(text, "masked") : Set.of();
        List<Source> sources = new ArrayList<>();
        boolean fstab = systemd
                ? !off(text, "fstab")
                : !init.equals("openrc") || text.first("runlevel").isPresent();
        if (fstab) {
            sources.addAll(ofFstab(text));
        }
        if (systemd) {
            arguments(text, "gpt").stream().flatMap(gpt -> ofGpt(text, gpt)).forEach(sources::add);
            arguments(text, "wanted").forEach(path -> sources.add(ofUnit(path)));
        }
        sources.removeIf(source -> masked.contains(source.what()) || masked.contains(unit(source.what())));
        if (systemd && (masked.contains("swap.target") || off(text, "systemd.swap"))) {
            // Services make their swap themselves.
            sources.removeIf(source -> !source.what().endsWith(".service"));
        } else if (systemd && !off(text, "systemd.zram")) {
            sources.addAll(ofZram(text));
        }
        return Reading.got(new SwapBoot(distinct(sources)));
    }

    /** {@code /usr/lib} and {@code /lib} are often one directory. */
    private static List<Source> distinct(List<Source> sources) {
        return List.copyOf(sources.stream()
                .collect(Collectors.toMap(Source::what, source -> source, (one, two) -> one, LinkedHashMap::new))
                .values());
    }

    private static Set<String> arguments(HeadedText text, String heading) {
        return text.arguments(heading).stream().collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean off(HeadedText text, String word) {
        return arguments(text, "cmdline").stream()
                .anyMatch(said -> said.startsWith(word + "=") && FALSE.contains(said.substring(word.length() + 1)));
    }

    private static List<Source> ofFstab(HeadedText text) throws FactFormatException {
        List<Source> sources = new ArrayList<>();
        for (String line : text.lines("fstab")) {
            String[] fields = line.split(" ", 3);
            if (fields.length < 3) {
                throw new FactFormatException("expected number, options and device, found: " + line);
            }
            if (!List.of(fields[1].split(",")).contains("noauto")) {
                sources.add(new Source(fields[2], "/etc/fstab:" + fields[0], false));
            }
        }
        return sources;
    }

    /** The generator leaves GPT alone where fstab names any swap (its add_swap(), systemd#6192). */
    private static Stream<Source> ofGpt(HeadedText text, String gpt) {
        String[] fields = gpt.split(" ", 2);
        String flags = fields.length > 1 ? fields[1] : "";
        boolean left = off(text, "systemd.gpt_auto")
                || (flags.startsWith(NO_AUTO) && flags.length() == FLAGS)
                || text.first("fstab").filter(part -> !part.lines().isEmpty()).isPresent();
        return left ? Stream.of() : Stream.of(new Source("/dev/" + fields[0], "systemd-gpt-auto-generator", false));
    }

    private static Source ofUnit(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new Source(name, path, name.contains("zram"));
    }

    /** Of sections of the same name the last setting counts; one for a file system is no swap. */
    private static List<Source> ofZram(HeadedText text) {
        Map<String, Source> devices = new LinkedHashMap<>();
        Set<String> others = new TreeSet<>();
        for (HeadedText.Part file : text.all("zram")) {
            String device = "";
            for (String line : file.lines()) {
                String value = line.substring(line.indexOf('=') + 1).strip();
                if (line.startsWith("[")) {
                    device = "/dev/" + line.substring(1, line.length() - 1);
                    devices.put(device, new Source(device, file.argument(), true));
                } else if (line.startsWith("mount-point") || !value.equals("swap")) {
                    others.add(device);
                }
            }
        }
        devices.keySet().removeAll(others);
        return List.copyOf(devices.values());
    }

    /** The unit of a device or file that fstab names, as systemd-escape(1) makes it. */
    static String unit(String device) {
        String path = device;
        for (String by : List.of("UUID", "LABEL", "PARTUUID", "PARTLABEL")) {
            if (device.startsWith(by + "=")) {
                path = "/dev/disk/by-" + by.toLowerCase(Locale.ROOT) + "/" + device.substring(by.length() + 1);
            }
        }
        StringBuilder escaped = new StringBuilder();
        for (byte b : path.replaceFirst("^/", "").getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == ':' || c == '_' || c == '.');
            escaped.append(c == '/' ? "-" : plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\x%02x", (int) c));
        }
        return escaped + ".swap";
    }
}
