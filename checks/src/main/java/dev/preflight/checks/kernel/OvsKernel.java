package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Open vSwitch and the kernel's part of it.
 *
 * @param hiddenProc whether the processes of others are hidden
 * @param daemons the daemons that run, in containers too
 * @param version what the daemon that is installed says; empty if none is, as when it runs in a container
 * @param loaded whether the kernel has the module already
 * @param module the file of the module; empty if none was found
 * @param modprobe what loading it would give; empty if there is no modprobe
 */
record OvsKernel(
        boolean hiddenProc,
        List<Daemon> daemons,
        Optional<String> version,
        boolean loaded,
        String module,
        Optional<Modprobe> modprobe) {

    /** Five short commands at most. */
    public static final Fact<OvsKernel> FACT = Fact.named("ovs-kernel", OvsKernel.class)
            .sharing(SharedShell.class, "find-tool", "own-process")
            .prefersRoot()
            .parsedBy(OvsKernel::parse);

    /** USER_HZ of every architecture that Linux runs on today, for hosts without getconf. */
    private static final int USUAL_HZ = 100;

    /** A daemon: seconds between the start of the host and its own, and whether it runs in a container. */
    public record Daemon(long startedAfterBoot, boolean inContainer) {}

    /** Exit status of modprobe, and its first line. */
    public record Modprobe(int status, String line) {}

    public OvsKernel {
        daemons = List.copyOf(daemons);
    }

    /** Whether anything here uses Open vSwitch. */
    public boolean used() {
        return !daemons.isEmpty() || version.isPresent();
    }

    /** Whether the module comes from elsewhere than the kernel's own package. */
    public boolean outOfTree() {
        return Stream.of("/extra/", "/weak-updates/", "/updates/").anyMatch(module::contains);
    }

    static Reading<OvsKernel> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected 'done' at the end");
        }
        OptionalInt hz = number(text.argument("hz").orElse(""));
        if (hz.isPresent() && hz.getAsInt() == 0) {
            throw new FactFormatException("expected how many ticks a second has, found 0");
        }
        List<Daemon> daemons = new ArrayList<>();
        for (HeadedText.Part part : text.all("process")) {
            String[] words = part.argument().split(" ", -1);
            if (!words[0].matches("\\d{1,18}")) {
                throw new FactFormatException("expected the start of a process, found: " + part.argument());
            }
            daemons.add(new Daemon(
                    Long.parseLong(words[0]) / hz.orElse(USUAL_HZ), words[words.length - 1].equals("container")));
        }
        Optional<Modprobe> modprobe = Optional.empty();
        if (text.first("modprobe").isPresent()) {
            String[] words = text.argument("modprobe").orElse("").split(" ", 2);
            OptionalInt status = number(words[0]);
            if (status.isEmpty()) {
                throw new FactFormatException("expected the status of modprobe");
            }
            modprobe = Optional.of(new Modprobe(status.getAsInt(), words.length > 1 ? words[1] : ""));
        }
        return Reading.got(new OvsKernel(
                text.first("hidden-proc").isPresent(),
                daemons,
                text.argument("version"),
                text.first("loaded").isPresent(),
                text.argument("module").orElse(""),
                modprobe));
    }

    private static OptionalInt number(String text) {
        return text.matches("[1-9]\\d{0,8}|0") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
