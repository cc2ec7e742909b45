package dev.preflight.checks.network;

import dev.preflight.node.Ascii;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What arping printed. Its exit status says too little: the one of iputils ends with 0 where it could send nothing at
 * all. Tried with iputils 20221126 and busybox 1.35; the form of the other arping (by Habets) is from its source.
 */
record ArpText(OptionalInt sent, List<String> macs, boolean denied, boolean notArpable) {
    private static final Pattern REPLY =
            Pattern.compile("(?:reply from \\S+ \\[|bytes from )([0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5})");

    private static final Pattern SENT = Pattern.compile("Sent (\\d{1,9}) probe|\\b(\\d{1,9}) packets transmitted");

    static ArpText of(String said) {
        List<String> macs = REPLY.matcher(said)
                .results()
                .map(m -> Ascii.lower(m.group(1)))
                .distinct()
                .toList();
        Matcher sent = SENT.matcher(said);
        OptionalInt number = sent.find()
                ? OptionalInt.of(Integer.parseInt(sent.group(1) != null ? sent.group(1) : sent.group(2)))
                : OptionalInt.empty();
        return new ArpText(number, macs, said.contains("ermitted"), said.contains("not ARPable"));
    }
}
