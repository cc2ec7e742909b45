package dev.preflight.checks.storage;

import dev.preflight.checks.storage.MdArrays.Array;
import dev.preflight.checks.storage.MdArrays.Member;
import dev.preflight.checks.storage.MdArrays.Progress;
import dev.preflight.fact.FactFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers what /proc/mdstat and the array's own files say of one array: of two that differ, the worse one counts. */
final class MdArray {
    private static final Pattern METADATA = Pattern.compile("\\bsuper (\\S+)");

    /** Disks that it should have, and that work. */
    private static final Pattern DISKS = Pattern.compile("\\[(\\d{1,6})/(\\d{1,6})]");

    private static final Pattern RUNNING = Pattern.compile(
            "\\b(resync|recovery|reshape|check|repair) *= *[\\d.]+% \\((\\d{1,15})/(\\d{1,15})\\)(?:.*\\bspeed=(\\d{1,12})K)?");

    private static final Pattern WAITING =
            Pattern.compile("\\b(resync|recovery|reshape|check)=(DELAYED|PENDING|REMOTE)");

    private static final Pattern COMPLETED = Pattern.compile("(\\d{1,18}) / (\\d{1,18})");

    private final String name;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private boolean active;
    private String level = "";
    private String metadata = "";
    private long missing = -1;
    private String action = "";
    private boolean waits;
    private Optional<Progress> progress = Optional.empty();
    private long promised;

    MdArray(String name) {
        this.name = name;
    }

    void level(String text) {
        level = text;
    }

    void head(boolean assembled, List<Member> seen) {
        active = assembled;
        seen.forEach(member -> members.put(member.name(), member));
    }

    void promise(long spares) {
        promised = spares;
    }

    /** A line of /proc/mdstat below the first one of the array. */
    void detail(String line) {
        Matcher format = METADATA.matcher(line);
        if (format.find()) {
            metadata = format.group(1);
        }
        Matcher disks = DISKS.matcher(line);
        if (disks.find()) {
            missing = Long.parseLong(disks.group(1)) - Long.parseLong(disks.group(2));
        }
        Matcher running = RUNNING.matcher(line);
        Matcher waiting = WAITING.matcher(line);
        if (running.find()) {
            action = running.group(1).equals("recovery") ? "recover" : running.group(1);
            // Counted in KiB here.
            progress = Optional.of(new Progress(
                    2 * Long.parseLong(running.group(2)),
                    2 * Long.parseLong(running.group(3)),
                    running.group(4) == null ? 0 : Long.parseLong(running.group(4))));
        } else if (waiting.find()) {
            action = waiting.group(1).equals("recovery") ? "recover" : waiting.group(1);
            waits = true;
        }
    }

    /** A line of one of its files. */
    void file(String line) throws FactFormatException {
        String[] words = line.split(" ", 4);
        if (words[0].equals("member") && words.length == 4) {
            List<String> states = List.of(words[3].split("[, ]+", -1));
            Member seen = members.getOrDefault(words[1], new Member(words[1], false, false));
            members.put(
                    words[1],
                    new Member(
                            words[1],
                            seen.faulty() || states.contains("faulty"),
                            seen.spare() || (states.contains("spare") && words[2].equals("none"))));
        } else if (words.length >= 2) {
            files.put(words[0], line.substring(words[0].length() + 1).strip());
        } else {
            throw new FactFormatException("expected a value of " + name + ", found: " + line);
        }
    }

    Array read() throws FactFormatException {
        String state = files.getOrDefault("array_state", "");
        // clear, inactive: not assembled (admin-guide/md.rst, array_state).
        boolean assembled = active || (!state.isEmpty() && !state.matches("clear|inactive"));
        long lacking = Math.max(missing, number("degraded", -1));
        return new Array(
                name,
                assembled,
                files.getOrDefault("level", level),
                metadata(),
                lacking < 0 ? OptionalLong.empty() : OptionalLong.of(lacking),
                state,
                action(),
                waits || files.getOrDefault("sync_completed", "").equals("delayed"),
                progress(),
                number("mismatch_cnt", -1) < 0 ? OptionalLong.empty() : OptionalLong.of(number("mismatch_cnt", -1)),
                promised,
                new ArrayList<>(members.values()));
    }

    private String metadata() {
        String own = files.getOrDefault("metadata_version", "");
        return own.isEmpty() || own.equals("none") ? metadata : own;
    }

    /** An array that was not written to yet is idle, and mdstat alone says that a resync is due. */
    private String action() {
        String own = files.getOrDefault("sync_action", "");
        boolean mdstatSays = !action.isEmpty() && (own.isEmpty() || (own.equals("idle") && waits));
        return mdstatSays ? action : own;
    }

    /**
     * By mdstat, if it says so: sync_completed stands still until a sixteenth of the array is done or three minutes have
     * gone by (md_do_sync of drivers/md/md.c).
     */
    private Optional<Progress> progress() throws FactFormatException {
        Matcher done = COMPLETED.matcher(files.getOrDefault("sync_completed", ""));
        if (progress.isPresent() || !done.matches()) {
            return progress;
        }
        return Optional.of(
                new Progress(Long.parseLong(done.group(1)), Long.parseLong(done.group(2)), number("sync_speed", 0L)));
    }

    private long number(String file, long otherwise) throws FactFormatException {
        String text = files.getOrDefault(file, "none");
        if (text.equals("none")) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new FactFormatException("expected a number in " + file + " of " + name + ", found: " + text);
        }
        return Long.parseLong(text);
    }
}
