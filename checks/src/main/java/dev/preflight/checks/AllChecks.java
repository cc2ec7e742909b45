package dev.preflight.checks;

import dev.preflight.api.Check;
import dev.preflight.api.CheckPack;
import dev.preflight.checks.accounts.UmaskEffectiveCheck;
import dev.preflight.checks.docker.DockerDaemonJsonCheck;
import java.util.List;

/** Every check of this module, sorted by id. A check that is not listed here does not exist. */
public final class AllChecks implements CheckPack {
    @Override
    public List<Check<?>> checks() {
        return List.of(new DockerDaemonJsonCheck(), new UmaskEffectiveCheck());
    }
}
