package dev.preflight.checks.accounts;

import dev.preflight.api.Judgement;
import dev.preflight.api.Subject;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a PATH itself, whatever is found through it. */
final class PathFaults {
    /** The index of the letter for "others may write" among the nine of a mode. */
    private static final int OTHER_WRITE = 7;

    private PathFaults() {}

    static List<Judgement> of(Subject subject, CommandPath found) {
        List<Judgement> faults = new ArrayList<>();
        List<String> relative = new ArrayList<>();
        List<String> writable = new ArrayList<>();
        for (String element : found.elements()) {
            if (!element.isEmpty() && !element.startsWith("/")) {
                relative.add(element);
            }
            if (found.directories().getOrDefault(element, "---------").charAt(OTHER_WRITE) == 'w') {
                writable.add(element);
            }
        }
        if (found.elements().contains("")) {
            faults.add(Judgement.warning("empty-element", subject).with("path", found.path()));
        }
        if (!relative.isEmpty()) {
            faults.add(Judgement.warning("relative-element", subject)
                    .with("path", found.path())
                    .with("elements", String.join(", ", relative)));
        }
        if (!writable.isEmpty()) {
            faults.add(Judgement.warning("world-writable", subject)
                    .with("path", found.path())
                    .with("elements", String.join(", ", writable)));
        }
        return faults;
    }
}
