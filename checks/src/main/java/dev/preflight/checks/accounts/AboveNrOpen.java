package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lines that set more open files than the kernel allows: that fails, and pam_limits then refuses the session
 * (linux-pam#353). It reads "unlimited" as what the kernel allows.
 */
final class AboveNrOpen {
    /** What fs.nr_open may be at most: {@code sysctl_nr_open_max} of the kernel's fs/file.c, on 64 bits. */
    private static final long MOST = 2_147_483_584L;

    private AboveNrOpen() {}

    /** What is wrong; empty if nothing is, or no way in comes to pam_limits. */
    static Optional<Judgement> judged(LimitsConfig config, Subject subject) {
        if (config.nrOpen().isEmpty() || config.reached().isEmpty()) {
            return Optional.empty();
        }
        long most = config.nrOpen().getAsLong();
        List<LimitsConfig.Line> above = counting(config).stream()
                .filter(line -> line.number() > most && line.number() != LimitValue.UNLIMITED)
                .toList();
        if (above.isEmpty()) {
            return Optional.empty();
        }
        Judgement judgement = Judgement.fail("above-nr-open", subject)
                .with("most", Arg.count(most))
                .with(
                        "lines",
                        Arg.firstOf(above.stream()
                                .map(line -> line.where() + " (" + line.domain() + " " + line.number() + ")")
                                .toList()));
        long greatest =
                above.stream().mapToLong(LimitsConfig.Line::number).max().orElse(most);
        return Optional.of(judgement.withRemedy(
                greatest <= MOST
                        ? Remedy.confirm("raise", Privilege.ROOT)
                                .with("assignment", Arg.text("fs.nr_open=" + greatest))
                                .with("before", Arg.text("fs.nr_open=" + most))
                        : Remedy.manual("edit")));
    }

    /** Of lines with one domain and one type the last one counts. */
    private static List<LimitsConfig.Line> counting(LimitsConfig config) {
        Map<String, LimitsConfig.Line> last = new LinkedHashMap<>();
        for (LimitsConfig.Line line : config.lines()) {
            if (line.item().equals(Limit.NOFILE.item())) {
                List<String> types = line.type().equals("-") ? List.of("soft", "hard") : List.of(line.type());
                types.forEach(type -> last.put(line.domain() + " " + type, line));
            }
        }
        return last.values().stream().distinct().toList();
    }
}
