package dev.preflight.checks.machine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel swaps to. Sources: proc(5); the kernel's {@code mm/swapfile.c}, {@code swap_show}.
 *
 * @param supported whether the kernel can swap at all
 * @param areas the devices and files in use
 */
record Swaps(boolean supported, List<Area> areas) {

    /** One file of {@code /proc}. */
    public static final Fact<Swaps> FACT = Fact.named("swaps", Swaps.class).parsedBy(Swaps::parse);

    /** Name, type, size and used in KiB, priority. */
    private static final Pattern AREA =
            Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\d{1,15})\\s+(\\d{1,15})\\s+(-?\\d{1,9})");

    /**
     * A device or file, with its sizes in bytes.
     *
     * @param name as the kernel prints it: a blank in a path is {@code \040}
     * @param type {@code partition}, which is any device, or {@code file}
     * @param priority below 0 if the kernel chose it, not swapon(8)
     */
    public record Area(String name, String type, long size, long used, int priority) {}

    /** The areas are copied. */
    public Swaps {
        areas = List.copyOf(areas);
    }

    private static Reading<Swaps> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/swaps");
        }
        if (text.first("unsupported").isPresent()) {
            return Reading.got(new Swaps(false, List.of()));
        }
        List<String> lines = text.lines("swaps");
        if (lines.isEmpty() || !lines.get(0).startsWith("Filename")) {
            throw new FactFormatException("expected the heading of /proc/swaps");
        }
        List<Area> areas = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher m = AREA.matcher(line);
            if (!m.matches()) {
                throw new FactFormatException("expected name, type, two sizes and priority, found: " + line);
            }
            areas.add(new Area(
                    m.group(1),
                    m.group(2),
                    1024 * Long.parseLong(m.group(3)),
                    1024 * Long.parseLong(m.group(4)),
                    Integer.parseInt(m.group(5))));
        }
        return Reading.got(new Swaps(true, areas));
    }
}
