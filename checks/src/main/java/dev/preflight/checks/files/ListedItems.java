package dev.preflight.checks.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a list of one item a line holds, and what is odd about how it is written.
 *
 * @param items the items, as far as lines are items
 * @param several lines that hold more than one
 * @param wrong lines that are none of the type
 * @param repeated items that are there more than once
 * @param bom whether it begins with a byte-order mark
 * @param carriageReturns whether lines end as on Windows
 * @param blanks whether there are blanks around items, or lines are blank
 * @param unended whether the last line has no end
 */
record ListedItems(
        List<String> items,
        List<String> several,
        List<String> wrong,
        List<String> repeated,
        boolean bom,
        boolean carriageReturns,
        boolean blanks,
        boolean unended) {

    private static final String BOM = "\ufeff";

    /** Commas and semicolons, Chinese ones and the enumeration comma among them, and blanks. */
    private static final Pattern SEPARATOR = Pattern.compile("[,;\u3001\uff0c\uff1b\\s]+");

    /**
     * Takes the bytes of a list apart.
     *
     * @param bytes one char each
     * @param comments whether a line may begin with '#'
     */
    static ListedItems of(String bytes, ItemType type, boolean comments) {
        String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        boolean bom = text.startsWith(BOM);
        String body = bom ? text.substring(BOM.length()) : text;
        List<String> items = new ArrayList<>();
        List<String> several = new ArrayList<>();
        boolean blanks = false;
        List<String> lines = List.of(body.split("\\r?\\n", -1));
        // Behind the last line end comes nothing that were a line.
        for (String line : lines.subList(0, body.endsWith("\n") || body.isEmpty() ? lines.size() - 1 : lines.size())) {
            if (comments && line.stripLeading().startsWith("#")) {
                continue;
            }
            String item = line.strip();
            blanks |= !item.equals(line) || item.isEmpty();
            if (item.isEmpty()) {
                continue;
            }
            (SEPARATOR.matcher(item).find() ? several : items).add(item);
        }
        Set<String> seen = new HashSet<>();
        return new ListedItems(
                List.copyOf(items),
                List.copyOf(several),
                items.stream().filter(item -> !type.fits(item)).toList(),
                items.stream()
                        .filter(item -> !seen.add(item))
                        .distinct()
                        .sorted()
                        .toList(),
                bom,
                body.contains("\r\n"),
                blanks,
                !body.isEmpty() && !body.endsWith("\n"));
    }
}
