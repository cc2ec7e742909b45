package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.Links;
import dev.preflight.controller.Machine;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.ScriptRun.Answer;
import dev.preflight.testing.Shells;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import oshi.SystemInfo;
import oshi.hardware.NetworkIF;

/** What our probes read of this machine, held against what oshi reads of it by ways of its own. */
class SecondOpinionTest {
    private static final SystemInfo OSHI = new SystemInfo();
    private static final FactRequest<Links> LINKS = Links.FACT.request();

    private static <T> T value(Reading<T> reading) {
        return reading.fold(got -> got, missing -> {
            throw new AssertionError(missing);
        });
    }

    private static Answer answer() {
        return ScriptRun.under(Shells.all().findFirst().orElseThrow()).run(HostIdentity.REQUEST, LINKS);
    }

    @Test
    void kernelAndSystemAreTheSame() {
        HostIdentity identity = value(answer().reading(HostIdentity.REQUEST));
        assertThat(identity.kernel())
                .isEqualTo(OSHI.getOperatingSystem().getVersionInfo().getBuildNumber());
        assertThat(identity.prettyName()).contains(OSHI.getOperatingSystem().getFamily());
    }

    /** What bounds how many hosts are looked at side by side. */
    @Test
    void whatThisMachineCanCarryIsTheSame() {
        Machine here = Machine.read();
        assertThat(here.files())
                .isEqualTo(OSHI.getOperatingSystem().getCurrentProcess().getSoftOpenFileLimit());
        assertThat(here.cores())
                .isLessThanOrEqualTo(OSHI.getHardware().getProcessor().getLogicalProcessorCount());
        assertThat(here.heap()).isLessThan(OSHI.getHardware().getMemory().getTotal());
    }

    @Test
    void interfacesAndWhichOfThemHaveLinkAreTheSame() {
        Links links = value(answer().reading(LINKS));
        List<NetworkIF> theirs = OSHI.getHardware().getNetworkIFs(true);
        assertThat(links.nics().keySet())
                .containsAll(theirs.stream().map(NetworkIF::getName).toList());
        Stream<NetworkIF> up = theirs.stream().filter(nic -> nic.getIfOperStatus() == NetworkIF.IfOperStatus.UP);
        assertThat(up.map(NetworkIF::getName))
                .allSatisfy(name -> assertThat(links.nics().get(name).carrier()).isEqualTo(Links.Carrier.UP));
    }
}
