package dev.preflight.checks.storage;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.storage.RaidControllers.Volume;
import dev.preflight.fact.FactFormatException;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Programs that know what a RAID controller or ZFS knows, and the forms of their answers. Sources: the reference manuals
 * of StorCLI, of HPE's Smart Storage Administrator and of Adaptec's ARCCONF; zpool-status(8).
 */
enum RaidProgram {
    /** Broadcom's, and Dell's perccli. */
    STORCLI {
        private static final Pattern NONE = Pattern.compile("(?i)\\b(no controller found|controller 0 not found)");

        @Override
        Answer read(String program, List<String> lines) {
            String all = String.join("\n", lines);
            // A line printed by a library may precede it.
            String json = all.substring(Math.max(0, all.indexOf('{')));
            Optional<Node> root = JsonText.parse(program, json, new Problems());
            List<Volume> volumes = new ArrayList<>();
            int controllers = 0;
            for (Node controller : items(root.flatMap(node -> get(node, "Controllers")))) {
                Optional<Node> status = get(controller, "Command Status");
                String number = status.map(s -> text(s, "Controller")).orElse("");
                boolean none =
                        status.map(s -> text(s, "Description")).orElse("").startsWith("No VD's have been configured");
                List<Node> drives =
                        items(get(controller, "Response Data").flatMap(data -> get(data, "Virtual Drives")));
                controllers += none || !drives.isEmpty() ? 1 : 0;
                drives.forEach(drive ->
                        volumes.add(new Volume("c" + number + " v" + text(drive, "DG/VD"), text(drive, "State"))));
            }
            boolean without = NONE.matcher(all).find();
            return new Answer(
                    this, program, without ? 0 : controllers, without || controllers > 0, volumes, first(lines));
        }
    },

    /** HPE's, under its names of three times. */
    SSACLI {
        private static final Pattern SLOT = Pattern.compile("\\S.* in Slot \\S+.*");

        private static final Pattern DRIVE =
                Pattern.compile("\\s*logicaldrive (\\S+) \\([^,]+, ?RAID [^,]+, ?(.+)\\)\\s*");

        @Override
        Answer read(String program, List<String> lines) {
            List<Volume> volumes = new ArrayList<>();
            int controllers = 0;
            boolean whole = true;
            for (String line : lines) {
                controllers += SLOT.matcher(line).matches() ? 1 : 0;
                Matcher m = DRIVE.matcher(line);
                if (m.matches()) {
                    volumes.add(new Volume("slot " + controllers + " logicaldrive " + m.group(1), m.group(2)));
                } else {
                    whole &= !line.strip().startsWith("logicaldrive ");
                }
            }
            boolean without = lines.stream().anyMatch(line -> line.contains("No controllers detected"));
            return new Answer(this, program, controllers, without || (controllers > 0 && whole), volumes, first(lines));
        }
    },

    /** Adaptec's, asked for one controller at a time. */
    ARCCONF {
        private static final Pattern NUMBER = Pattern.compile("(?i)logical device number (\\d+)\\s*");

        private static final Pattern STATUS = Pattern.compile("(?i)\\s+status of logical device\\s*: (.+)");

        @Override
        Answer read(String program, List<String> lines) {
            List<Volume> volumes = new ArrayList<>();
            String number = "";
            boolean listed = false;
            for (String line : lines) {
                Matcher m = NUMBER.matcher(line);
                Matcher status = STATUS.matcher(line);
                if (m.matches()) {
                    number = m.group(1);
                } else if (status.matches() && !number.isEmpty()) {
                    volumes.add(new Volume(
                            "logical device " + number, status.group(1).strip()));
                    number = "";
                }
                listed |= line.startsWith("Logical device information");
            }
            boolean recognized = listed && number.isEmpty();
            return new Answer(this, program, recognized ? 1 : 0, recognized, volumes, first(lines));
        }
    },

    /** That of ZFS, asked for what is not well. */
    ZPOOL {
        private static final Pattern FIELD = Pattern.compile("\\s*(pool|state): (\\S+).*");

        @Override
        Answer read(String program, List<String> lines) {
            List<Volume> volumes = new ArrayList<>();
            String pool = "";
            for (String line : lines) {
                Matcher m = FIELD.matcher(line);
                if (m.matches() && m.group(1).equals("pool")) {
                    pool = m.group(2);
                } else if (m.matches()) {
                    volumes.add(new Volume(pool, m.group(2)));
                }
            }
            boolean well = lines.stream().anyMatch(line -> line.matches("all pools are healthy|no pools available"));
            return new Answer(this, program, 0, well || !volumes.isEmpty(), volumes, first(lines));
        }
    };

    /**
     * What one program said.
     *
     * @param controllers how many it spoke of
     * @param recognized whether the output has the form of this program's answers
     * @param said its first line
     */
    public record Answer(
            RaidProgram family,
            String program,
            int controllers,
            boolean recognized,
            List<Volume> volumes,
            String said) {
        public Answer {
            volumes = List.copyOf(volumes);
        }
    }

    abstract Answer read(String program, List<String> lines);

    static RaidProgram of(String name) throws FactFormatException {
        for (RaidProgram program : values()) {
            if (program.name().toLowerCase(Locale.ROOT).equals(name)) {
                return program;
            }
        }
        throw new FactFormatException("expected a program that is known, found: " + name);
    }

    private static String first(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }

    private static Optional<Node> get(Node node, String key) {
        return node instanceof Node.Mapping map ? map.get(key) : Optional.empty();
    }

    private static String text(Node node, String key) {
        return get(node, key)
                .map(value -> value instanceof Node.Scalar scalar ? scalar.text() : "")
                .orElse("");
    }

    private static List<Node> items(Optional<Node> node) {
        return node.isPresent() && node.get() instanceof Node.Sequence list ? list.items() : List.of();
    }
}
