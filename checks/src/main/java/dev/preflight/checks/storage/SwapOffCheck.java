package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.FactRequest;
import java.util.List;

/**
 * The host swaps to nothing, not even to zram: else a kubelet does not start, unless its {@code failSwapOn} is false,
 * and memory limits of pods do not count what is swapped out. Sources: KubeletConfiguration v1beta1; "Swap memory
 * management" of the Kubernetes documentation.
 */
public final class SwapOffCheck implements HostCheck<NoParams> {
    private static final FactRequest<Swaps> SWAPS = Swaps.FACT.request();

    private static final CheckSpec<NoParams> SPEC = CheckSpec.of("swap-off", NoParams.class, Severity.BLOCKER)
            .code("active")
            .code("unsupported", Severity.INFO);

    @Override
    public CheckSpec<NoParams> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(NoParams params) {
        return Needs.none().required(SWAPS);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, NoParams params) {
        Swaps swaps = facts.get(SWAPS);
        if (swaps.areas().isEmpty()) {
            return List.of(
                    swaps.supported()
                            ? Judgement.pass(Subject.HOST)
                            : Judgement.notApplicable("unsupported", Subject.HOST));
        }
        return swaps.areas().stream()
                .map(area -> Judgement.fail("active", Subject.of("swap", area.name()))
                        .with("device", area.name())
                        .with("type", area.type())
                        .with("size", Arg.bytes(area.size()))
                        .with("used", Arg.bytes(area.used())))
                .toList();
    }
}
