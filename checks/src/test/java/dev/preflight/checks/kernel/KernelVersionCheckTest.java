package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionCheckTest {
    private static final String ROCKY = "ID=rocky\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=8.10\n";

    private static String identity(String kernel, String os) {
        return "Linux " + kernel + " x86_64\n0\ncontainer=none\n" + os + "\ndone\n";
    }

    private static List<String> said(String yaml, String kernel, String os) {
        return Judged.said(new KernelVersionCheck(), yaml, Map.of("host-identity", identity(kernel, os)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {min: '5.10'}          | 5.9.16                   | fail too-old
            {min: '5.10'}          | 5.10.0-8-amd64           | pass ok
            {min: '5.10'}          | 5.10.1                   | pass ok
            {min: 5.10}            | 5.1.21-generic           | fail too-old
            {min: 5.10}            | 5.9.0                    | fail too-old
            {min: 5.10}            | 5.10.0                   | pass ok
            {min: 5.10.4}          | 5.10.3-1                 | fail too-old
            {min: 5.10.4}          | 5.10.4-rc1               | pass ok
            {min: '6'}             | 6.1.0                    | error
            {min: 3.10}            | 3.10.0-1160.el7.x86_64   | pass ok
            {min: 5.15}            | 5.15.0-1051-azure        | pass ok
            {min: 6.6}             | 6.6.37+ab12              | pass ok
            {min: 5.4}             | 5.4-custom               | pass ok
            {min: 4.4}             | 5.15.153.1-microsoft-standard-WSL2 | pass ok
            {below: '6.9'}         | 6.8.12                   | pass ok
            {below: '6.9'}         | 6.9.0                    | fail too-new
            {below: '6.9'}         | 6.10.0                   | fail too-new
            {exclude: ['^5\\.15\\.0-1051-']} | 5.15.0-1051-azure | fail excluded
            {exclude: ['^5\\.15\\.0-1051-']} | 5.15.0-1052-azure | pass ok
            """)
    void leadingNumbersAreComparedAsNumbers(String yaml, String kernel, String expected) {
        if (expected.equals("error")) {
            assertThatThrownBy(() -> said(yaml, kernel, "ID=debian")).hasMessageContaining("a version such as 5.10");
        } else {
            assertThat(said(yaml, kernel, "ID=debian")).containsExactly(expected + " kernel:running");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "5.9"})
    void boundsThatNoVersionCanHoldAreAMistake(String below) {
        assertThatThrownBy(() -> said("{min: '5.10', below: '" + below + "'}", "5.10.0", "ID=debian"))
                .hasMessageContaining("below: nothing can hold this and min together");
    }

    @Test
    void aDistributionThatPortsBackHasItsOwnBoundToTheEndOfTheRelease() {
        String yaml = "{min: '5.4', family: {rhel-8: 4.18.0-305, rhel: 5.14.0-70, debian-11: 5.10.0-10}}";
        assertThat(said(yaml, "4.18.0-304.el8.x86_64", ROCKY)).containsExactly("fail too-old kernel:running");
        assertThat(said(yaml, "4.18.0-305.el8.x86_64", ROCKY)).containsExactly("pass ok kernel:running");
        assertThat(said(yaml, "4.18.0-553.el8_10.x86_64", ROCKY)).containsExactly("pass ok kernel:running");
        assertThat(said(yaml, "5.14.0-69.el9", ROCKY.replace("8.10", "9.4")))
                .containsExactly("fail too-old kernel:running");
        assertThat(said(yaml, "4.19.0-1", "ID=debian\nVERSION_ID=10\n")).containsExactly("fail too-old kernel:running");
        assertThat(said(yaml, "5.10.0-9-amd64", "ID=debian\nVERSION_ID=11\n"))
                .containsExactly("fail too-old kernel:running");
        assertThat(said(yaml, "5.10.0-10-amd64", "ID=debian\nVERSION_ID=11\n"))
                .containsExactly("pass ok kernel:running");
        assertThat(said("{family: {rhel-8: 4.18.0-305}}", "3.10.0-1160.el7", "ID=centos\nVERSION_ID=7\n"))
                .containsExactly("not-applicable no-bound kernel:running");
    }

    @Test
    void aKernelThatWaitsForARebootIsNamedIfItWouldPass() {
        String install = "running 5.4.0-200-generic\ninstalled 5.4.0-200-generic\ninstalled 5.15.0-126-generic\ndone\n";
        Map<String, String> printed =
                Map.of("host-identity", identity("5.4.0-200-generic", "ID=ubuntu"), "kernel-install", install);
        assertThat(Judged.said(new KernelVersionCheck(), "{min: '5.10'}", printed))
                .containsExactly("fail too-old kernel:running", "warning old-running kernel:installed");
        assertThat(Judged.said(new KernelVersionCheck(), "{min: '5.16'}", printed))
                .containsExactly("fail too-old kernel:running");
        assertThat(Judged.said(new KernelVersionCheck(), "{min: '5.4'}", printed))
                .containsExactly("pass ok kernel:running");
    }

    @Test
    void aReleaseWithoutNumbersIsUnknown() {
        assertThat(said("{min: '5.10'}", "custom", "ID=debian")).containsExactly("unknown malformed kernel:running");
    }
}
