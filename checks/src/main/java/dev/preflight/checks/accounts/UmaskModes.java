package dev.preflight.checks.accounts;

import dev.preflight.api.FileMode;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * With which modes new files and directories come out in one context.
 *
 * @param umask as the shell printed it, such as {@code 0027}; csh prints {@code 27}
 * @param places what came out where, the home directory first
 * @param user name of the user who made them
 * @param group name of that user's primary group
 */
record UmaskModes(String umask, List<Place> places, String user, String group) {

    /** The fact. Its arguments are the directories to try beside the home directory. */
    public static final Fact<UmaskModes> FACT = Fact.named("umask-modes", UmaskModes.class)
            .sideEffects()
            // It makes a directory of its own each time.
            .mayRunTwice()
            .cap(64 * 1024)
            .parsedBy(UmaskModes::parse);

    /** Of the twelve bits of a mode the highest; set-group-id and the sticky bit follow it (inode(7)). */
    private static final int SET_UID = 04000;

    /** A mode as {@code stat -c %a} prints it; older evidence has that in front of what ls says. */
    private static final Pattern STAT = Pattern.compile("[0-7]{1,4}");

    /** The first field of {@code ls -ldn}: type, nine letters, and a mark for an ACL or a label. */
    private static final Pattern LS = Pattern.compile("[-d](([-r][-w][-xsStT]){3})([+.@]?)\\s.*");

    /**
     * One directory that was tried.
     *
     * @param directory its path
     * @param exists whether it is there
     * @param made what came out; empty if nothing could be made
     * @param error why nothing could be made, in the host's words
     */
    public record Place(String directory, boolean exists, Optional<Made> made, String error) {}

    /**
     * What came out.
     *
     * @param file mode of a new file
     * @param dir mode of a new directory
     * @param acl whether an access control list is at work
     */
    public record Made(FileMode file, FileMode dir, boolean acl) {}

    public UmaskModes {
        places = List.copyOf(places);
    }

    /** The umask as a number, or empty if the shell printed something else. */
    public Optional<FileMode> umaskBits() {
        return umask.matches("[0-7]{1,4}")
                ? Optional.of(new FileMode(Integer.parseInt(umask, 8) & 0777))
                : Optional.empty();
    }

    /** Whether the primary group is the user's own, as its name tells (useradd(8), user private groups). */
    public boolean privateGroup() {
        return user.equals(group);
    }

    static Reading<UmaskModes> parse(ProbeOutput output) throws FactFormatException {
        List<String> lines = output.lines();
        int names = lines.lastIndexOf("names");
        // The home directory is tried always.
        if (lines.isEmpty() || names < 2 || lines.size() != names + 3) {
            throw new FactFormatException("expected a umask, one directory or more, and two names, found "
                    + lines.size() + " lines: " + output.firstError());
        }
        List<Place> places = new ArrayList<>();
        int at = 1;
        while (at < names) {
            int next = at + 1;
            while (next < names && !lines.get(next).startsWith("dir ")) {
                next++;
            }
            places.add(place(lines.get(at), lines.subList(at + 1, next)));
            at = next;
        }
        return Reading.got(new UmaskModes(lines.get(0).strip(), places, lines.get(names + 2), lines.get(names + 1)));
    }

    private static Place place(String header, List<String> answer) throws FactFormatException {
        if (!header.startsWith("dir ")) {
            throw new FactFormatException("expected 'dir PATH', found '" + header + "'");
        }
        String directory = header.substring("dir ".length());
        if (answer.equals(List.of("absent"))) {
            return new Place(directory, false, Optional.empty(), "");
        }
        if (answer.isEmpty() || answer.get(answer.size() - 1).equals("unmeasured")) {
            String error = answer.size() > 1 ? answer.get(0) : "nothing could be made there";
            return new Place(directory, true, Optional.empty(), error);
        }
        List<FileMode> modes = new ArrayList<>();
        boolean acl = false;
        for (String line : answer) {
            Matcher ls = LS.matcher(line);
            if (STAT.matcher(line).matches()) {
                modes.add(new FileMode(Integer.parseInt(line, 8)));
            } else if (ls.matches()) {
                acl |= ls.group(3).equals("+");
                modes.add(letters(ls.group(1)));
            } else {
                throw new FactFormatException("expected a mode, found '" + line + "'");
            }
        }
        if (modes.size() < 2) {
            throw new FactFormatException("expected the modes of a file and a directory in " + directory);
        }
        return new Place(directory, true, Optional.of(new Made(modes.get(0), modes.get(1), acl)), "");
    }

    /** Nine letters to twelve bits, as stat prints them: an s or a t is also an execute bit, a capital one is not. */
    private static FileMode letters(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            bits = bits << 1 | (c == '-' || c == 'S' || c == 'T' ? 0 : 1);
        }
        for (int i = 0; i < 3; i++) {
            bits |= "sStT".indexOf(letters.charAt(3 * i + 2)) < 0 ? 0 : SET_UID >> i;
        }
        return new FileMode(bits);
    }
}
