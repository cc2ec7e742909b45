package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * RAID controllers and ZFS pools, and what their own programs say of them.
 *
 * @param root whether the programs could be asked
 * @param controllers devices of the PCI class "RAID controller"
 * @param answers what each program said that is there
 * @param pools of ZFS, by the kernel
 */
record RaidControllers(
        boolean root, List<Controller> controllers, List<RaidProgram.Answer> answers, List<Volume> pools) {

    /** Vendors' programs take seconds; a controller that hangs holds up only this fact. */
    public static final Fact<RaidControllers> FACT = Fact.named("raid-controllers", RaidControllers.class)
            .sharing(SharedShell.class, "own-process")
            .prefersRoot()
            .limit(Duration.ofSeconds(30))
            .parsedBy(RaidControllers::parse);

    /** The one request for it. */
    public static final FactRequest<RaidControllers> REQUEST = FACT.request();

    /** A device and its driver; the driver is {@code none} where none took it. */
    public record Controller(String address, String driver) {}

    /** A virtual drive or a pool, with its state in the words of who said it. */
    public record Volume(String name, String state) {}

    public RaidControllers {
        controllers = List.copyOf(controllers);
        answers = List.copyOf(answers);
        pools = List.copyOf(pools);
    }

    static Reading<RaidControllers> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected all controllers, and no 'done' came");
        }
        List<Controller> controllers = new ArrayList<>();
        for (HeadedText.Part part : text.all("controller")) {
            String[] words = words(part);
            controllers.add(new Controller(words[0], words[1]));
        }
        List<Volume> pools = new ArrayList<>();
        for (HeadedText.Part part : text.all("pool")) {
            String[] words = words(part);
            pools.add(new Volume(words[0], words[1]));
        }
        List<RaidProgram.Answer> answers = new ArrayList<>();
        for (HeadedText.Part part : text.all("cli")) {
            String[] words = words(part);
            answers.add(RaidProgram.of(words[0]).read(words[1], part.lines()));
        }
        return Reading.got(new RaidControllers(text.first("root").isPresent(), controllers, answers, pools));
    }

    private static String[] words(HeadedText.Part part) throws FactFormatException {
        String[] words = part.argument().split(" ", 2);
        if (words.length != 2) {
            throw new FactFormatException("expected two words behind " + part.name() + ", found: " + part.argument());
        }
        return words;
    }
}
