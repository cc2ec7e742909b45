package dev.preflight.report;

import java.util.List;

/**
 * The sentences of one finding, in one language; cleaned, so that they can be shown anywhere that escapes markup.
 *
 * @param observed what was found
 * @param required what would be right; empty where the outcome needs no such text
 * @param why what goes wrong otherwise; may be empty
 * @param action what to do about it; for {@code unknown}, how it can be determined; may be empty
 * @param remedies how it is mended, best first
 */
public record FindingTexts(String observed, String required, String why, String action, List<RemedyTexts> remedies) {
    public FindingTexts {
        remedies = List.copyOf(remedies);
    }
}
