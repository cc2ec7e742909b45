package dev.preflight.checks.storage;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The arrays of the kernel's md driver; none is a value. Sources: the kernel's admin-guide/md.rst, drivers/md/md.c. */
record MdArrays(List<Array> arrays) {

    /** Files of {@code /proc} and {@code /sys} only. */
    public static final Fact<MdArrays> FACT =
            Fact.named("md-arrays", MdArrays.class).parsedBy(MdArrays::parse);

    /** The one request for it. */
    public static final FactRequest<MdArrays> REQUEST = FACT.request();

    /**
     * One array.
     *
     * @param active whether it is assembled
     * @param level such as {@code raid1}; empty for what is no more than a set of disks
     * @param metadata such as {@code 1.2} or {@code external:imsm}
     * @param missing how many disks it lacks; empty where it says nothing of that, as raid0 does not
     * @param state {@code array_state}; empty where it could not be read
     * @param action what it does beside its work: {@code idle}, {@code check}, {@code recover} ...; a resync that waits
     *     for the first write is {@code resync}; empty where it could not be determined
     * @param waits whether this action waits for another array, or for the first write
     * @param progress how far it is
     * @param mismatches what the last check found; empty where there is no such thing
     * @param promisedSpares how many spares mdadm.conf says it has
     */
    public record Array(
            String name,
            boolean active,
            String level,
            String metadata,
            OptionalLong missing,
            String state,
            String action,
            boolean waits,
            Optional<Progress> progress,
            OptionalLong mismatches,
            long promisedSpares,
            List<Member> members) {
        public Array {
            members = List.copyOf(members);
        }

        /** Whether it is a set of disks that other arrays lie on, and holds no data itself: mdadm(8), CONTAINER. */
        public boolean container() {
            return metadata.startsWith("external:") && !metadata.startsWith("external:/");
        }

        /** Whether it is a name that nothing is behind. */
        public boolean empty() {
            return !active && members.isEmpty() && (state.isEmpty() || state.equals("clear"));
        }
    }

    /** One disk of an array. */
    public record Member(String name, boolean faulty, boolean spare) {}

    /**
     * How far a resync or a check is.
     *
     * @param sectors done, of {@code all}, of 512 bytes each
     * @param speed KiB a second; 0 where it does not say
     */
    public record Progress(long sectors, long all, long speed) {
        /** Parts of a hundred. */
        public long percent() {
            return all == 0 ? 0 : 100 * sectors / all;
        }

        /** Seconds to the end at this speed; empty if it stands still. */
        public OptionalLong secondsLeft() {
            return speed == 0 ? OptionalLong.empty() : OptionalLong.of((all - sectors) / 2 / speed);
        }
    }

    public MdArrays {
        arrays = List.copyOf(arrays);
    }

    private static final Pattern HEAD = Pattern.compile("(\\S+) : (active|inactive)(.*)");

    private static final Pattern MEMBER = Pattern.compile("(\\S+)\\[\\d+]((?:\\([A-Z]\\))*)");

    private static final Pattern CONFIGURED = Pattern.compile("ARRAY\\s+/dev/md/?(\\d+)\\b.*\\bspares=(\\d{1,6})\\b.*");

    static Reading<MdArrays> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected all arrays, and no 'done' came");
        }
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(
                    Reason.NOT_READABLE, text.first("unreadable").orElseThrow().argument());
        }
        Map<String, MdArray> arrays = new LinkedHashMap<>();
        for (HeadedText.Part part : text.all("mdstat")) {
            stat(part.lines(), arrays);
        }
        for (HeadedText.Part part : text.all("array")) {
            MdArray array = arrays.computeIfAbsent(part.argument(), MdArray::new);
            for (String line : part.lines()) {
                array.file(line);
            }
        }
        for (HeadedText.Part part : text.all("conf")) {
            Matcher m = CONFIGURED.matcher(part.argument());
            MdArray named = m.matches() ? arrays.get("md" + m.group(1)) : null;
            if (named != null) {
                named.promise(Long.parseLong(m.group(2)));
            }
        }
        List<Array> read = new ArrayList<>();
        for (MdArray array : arrays.values()) {
            read.add(array.read());
        }
        return Reading.got(new MdArrays(read));
    }

    /** Lines of /proc/mdstat: an array's first one begins at the margin, those that belong to it do not. */
    private static void stat(List<String> lines, Map<String, MdArray> arrays) throws FactFormatException {
        Optional<MdArray> last = Optional.empty();
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                MdArray array = new MdArray(head.group(1));
                array.head(head.group(2).equals("active"), members(head.group(3), array));
                arrays.put(head.group(1), array);
                last = Optional.of(array);
            } else if (last.isPresent() && !line.isBlank() && line.startsWith(" ")) {
                last.get().detail(line);
            } else if (!line.isBlank() && !line.startsWith("Personalities :") && !line.startsWith("unused devices:")) {
                throw new FactFormatException("expected an array of /proc/mdstat, found: " + line);
            }
        }
    }

    private static List<Member> members(String rest, MdArray array) {
        List<Member> members = new ArrayList<>();
        for (String word : rest.strip().split("\\s+", -1)) {
            Matcher m = MEMBER.matcher(word);
            if (m.matches()) {
                members.add(new Member(
                        m.group(1), m.group(2).contains("(F)"), m.group(2).contains("(S)")));
            } else if (!word.isEmpty() && !word.startsWith("(")) {
                array.level(word);
            }
        }
        return members;
    }
}
