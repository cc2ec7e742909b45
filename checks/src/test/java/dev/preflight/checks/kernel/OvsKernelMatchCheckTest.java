package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OvsKernelMatchCheckTest {
    private static final OvsKernelMatchCheck CHECK = new OvsKernelMatchCheck();

    /** The daemon started 500 s after the host. */
    private static final String OVS =
            "kernel 5.14\nhz 100\nprocess 50000 host\nversion ovs-vswitchd (Open vSwitch) 2.17.0\nloaded \nmodprobe 0 \n";

    private static final String LOG =
            "now 1772532660 +0000\nuptime 10000.0\nhost h1\ntainted 0\nsource dmesg\nfirst [    0.0] Linux version 5\nlines\n";

    private static List<String> said(String ovs, String log) {
        return Judged.said(CHECK, "{}", Map.of("ovs-kernel", ovs + "done\n", "kernel-log", log + "done\n"));
    }

    private static String key(String at, int type, int max) {
        return " [" + at + "00000] openvswitch: netlink: Key type " + type + " is out of range max " + max + "\n";
    }

    @ParameterizedTest
    @CsvSource({
        "498.0, warning key-refused",
        "499.0, pass probe-at-start",
        "510.0, pass probe-at-start",
        "511.0, warning key-refused",
    })
    void whatIsRefusedWhileTheDaemonStartsIsItsTryingOut(String at, String expected) {
        assertThat(said(OVS, LOG + key(at, 29, 22))).containsExactly(expected + " module:openvswitch");
    }

    @Test
    void whatComesAgainLaterIsNot() {
        assertThat(said(OVS, LOG + key("501.0", 29, 22) + key("900.0", 29, 22)))
                .containsExactly("warning key-refused module:openvswitch");
    }

    @ParameterizedTest
    @CsvSource({"62, 61, warning old-userspace", "62, 62, pass ok", "61, 60, pass probe-at-start"})
    void keySixtyTwoIsTheOldAbiWheneverItComes(int type, int max, String expected) {
        assertThat(said(OVS, LOG + key("501.0", type, max))).containsExactly(expected + " module:openvswitch");
    }

    @Test
    void aDaemonInAContainerUsesTheHostsModule() {
        String inside = "kernel 5.14\nprocess 50000 container\nloaded \n";
        assertThat(said(inside, LOG + key("900.0", 62, 22)))
                .containsExactly("warning old-userspace module:openvswitch");
        assertThat(said(inside, LOG)).containsExactly("pass ok module:openvswitch");
    }

    @Test
    void aModuleThatCannotBeLoadedFailsOnlyWhereItIsNeeded() {
        String fatal = "modprobe 1 modprobe: FATAL: Module openvswitch not found in directory /lib/modules/5.14\n";
        assertThat(said("version ovs-vswitchd (Open vSwitch) 2.17.0\n" + fatal, LOG))
                .containsExactly("fail not-loadable module:openvswitch");
        assertThat(said(fatal, LOG)).containsExactly("not-applicable unused module:openvswitch");
        assertThat(said(fatal + "process 50000 host\nloaded builtin\n", LOG))
                .containsExactly("pass ok module:openvswitch");
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        String denied = LOG.substring(0, LOG.indexOf("source")) + "denied dmesg dmesg: Operation not permitted\n";
        assertThat(said(OVS, denied)).containsExactly("unknown no-permission module:openvswitch");
        assertThat(said("hidden-proc\n", LOG)).containsExactly("unknown hidden-proc module:openvswitch");
        assertThat(said("process 50000 host\n", LOG)).containsExactly("unknown no-tool module:openvswitch");
        assertThat(said(OVS, LOG.replace("[    0.0] Linux version 5", "[ 9000.0] x")))
                .containsExactly("unknown sample-too-short module:openvswitch");
    }
}
