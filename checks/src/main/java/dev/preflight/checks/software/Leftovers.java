package dev.preflight.checks.software;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is there of the names that were asked for, each behind its kind: {@code interface:cni*}.
 *
 * @param now seconds since 1970, by the host's clock
 * @param answers by what was asked
 * @param owners the package of a path, if a package has it
 */
record Leftovers(Optional<Long> now, Map<String, Answer> answers, Map<String, String> owners) {
    /** Sizes of data take five seconds at most. Root sees all paths and the chains of the packet filter. */
    static final Fact<Leftovers> FACT = Fact.named("leftovers", Leftovers.class)
            .sharing(SharedShell.class, "find-tool", "nftables")
            .prefersRoot()
            .limit(Duration.ofSeconds(30))
            .parsedBy(Leftovers::parse);

    /**
     * Something that is there.
     *
     * @param name what it is called
     * @param virtual whether it is an interface without a device
     * @param size bytes of data; empty if it was not counted in time
     * @param changed when a directory of data was changed, in seconds since 1970
     */
    record Item(String name, boolean virtual, Optional<Long> size, Optional<Long> changed) {
        private static Item of(String name, boolean virtual) {
            return new Item(name, virtual, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What was found of one name.
     *
     * @param items the first of them
     * @param more how many there are besides
     * @param unread why there may be others
     */
    record Answer(List<Item> items, long more, List<Reading.Missing<?>> unread) {
        Answer {
            items = List.copyOf(items);
            unread = List.copyOf(unread);
        }
    }

    Leftovers {
        answers = Map.copyOf(answers);
        owners = Map.copyOf(owners);
    }

    private static Reading<Leftovers> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        Map<String, Answer> answers = new TreeMap<>();
        for (Part part : text.all("asked")) {
            answers.put(part.argument(), answer(part));
        }
        Map<String, String> owners = new TreeMap<>();
        text.all("owner").forEach(part -> owners.put(part.argument(), part.text()));
        Optional<String> now = text.argument("now");
        return Reading.got(new Leftovers(
                now.isPresent() ? Optional.of(Numbers.whole(now.get())) : Optional.empty(), answers, owners));
    }

    private static Answer answer(Part part) throws FactFormatException {
        List<Item> items = new ArrayList<>();
        List<Reading.Missing<?>> unread = new ArrayList<>();
        long more = 0;
        for (String line : part.lines()) {
            String[] words = line.split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "found" -> items.add(Item.of(rest, false));
                case "virtual" -> items.add(Item.of(rest, true));
                case "data" -> items.add(data(rest));
                case "more" -> more = Numbers.whole(rest);
                case "denied" -> unread.add(missing(Reason.NO_PERMISSION, rest));
                case "hidden" -> unread.add(missing(Reason.HIDDEN_PROC, "/proc"));
                case "no-tool" -> unread.add(missing(Reason.NO_TOOL, "iptables-save, nft"));
                case "failed" -> unread.add(missing(reason(rest), rest));
                default -> throw new FactFormatException("expected what was found, found: " + line);
            }
        }
        return new Answer(items, more, unread);
    }

    private static Item data(String line) throws FactFormatException {
        String[] words = line.split(" ", 3);
        if (words.length < 3) {
            throw new FactFormatException("expected size, time and path of data, found: " + line);
        }
        Optional<Long> kib = number(words[0]);
        return new Item(words[2], false, kib.map(count -> count * 1024), number(words[1]));
    }

    private static Optional<Long> number(String word) throws FactFormatException {
        return word.equals("-") ? Optional.empty() : Optional.of(Numbers.whole(word));
    }

    private static Reading.Missing<?> missing(Reason reason, String detail) {
        return new Reading.Missing<>(reason, detail);
    }

    /** As iptables-save and nft say it, and the kernel. */
    private static Reason reason(String said) {
        boolean denied =
                said.contains("ermission denied") || said.contains("not permitted") || said.contains("must be root");
        return denied ? Reason.NO_PERMISSION : Reason.NOT_READABLE;
    }
}
