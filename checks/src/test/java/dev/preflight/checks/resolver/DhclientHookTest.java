package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.resolver.DhclientHook.Function;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DhclientHookTest {
    /** On this host resolvconf was removed, and resolved is there. */
    private static final Map<String, Boolean> TESTS =
            Map.of("-x /sbin/resolvconf", false, "-x /lib/systemd/systemd-resolved", true);

    private static String function(String... hooks) {
        DhclientHook read = new DhclientHook(TESTS);
        for (String hook : hooks) {
            read.read(Arrays.asList(hook.split("~")));
        }
        return read.function().stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            make_resolv_conf () {~:~}                                                     # EMPTY
            make_resolv_conf () { : ; }                                                   # EMPTY
            function make_resolv_conf {~true~}                                            # EMPTY
            make_resolv_conf ()~{~echo ?~return 0~}                                       # EMPTY
            make_resolv_conf () { echo ? > ? ; }                                          # ANOTHER
            make_resolv_conf () { echo ? | ? ; }                                          # ANOTHER
            make_resolv_conf () {~?~}                                                     # ANOTHER
            ?                                                                             # ITS_OWN
            if [ -x /sbin/resolvconf ] ; then~make_resolv_conf () { : ; }~fi              # ITS_OWN
            if [ ! -x /sbin/resolvconf ] ; then~make_resolv_conf () { : ; }~fi            # EMPTY
            if test -x /lib/systemd/systemd-resolved~then~make_resolv_conf () { : ; }~fi  # EMPTY
            if [ ? ] ; then~make_resolv_conf () { : ; }~fi                                # ITS_OWN EMPTY
            if [ ? ] ; then~make_resolv_conf () { : ; }~else~make_resolv_conf () { : ; }~fi # ITS_OWN EMPTY
            if [ -x /sbin/resolvconf ] ; then~?~elif true ; then~make_resolv_conf () { : ; }~fi # EMPTY
            if [ -x /sbin/resolvconf ] ; then~make_resolv_conf () { ? ; }~else~make_resolv_conf () { : ; }~fi # EMPTY
            [ -x /sbin/resolvconf ] && make_resolv_conf () { : ; }                        # ITS_OWN
            [ -x /sbin/resolvconf ] || make_resolv_conf () { : ; }                        # EMPTY
            [ -x /sbin/resolvconf ] || return 0~make_resolv_conf () { : ; }               # ITS_OWN
            [ -x /sbin/resolvconf ] || exit~make_resolv_conf () { : ; }                   # ITS_OWN
            [ -x /lib/systemd/systemd-resolved ] || return~make_resolv_conf () { : ; }    # EMPTY
            [ ? ] && return~make_resolv_conf () { : ; }                                   # ITS_OWN EMPTY
            case ? in~? | ? )~make_resolv_conf () { : ; }~; ;~esac                        # ITS_OWN EMPTY
            for ? in ? ; do~make_resolv_conf () { : ; }~done                              # ITS_OWN EMPTY
            ? () {~make_resolv_conf () { : ; }~}                                          # ITS_OWN EMPTY ANOTHER
            make_resolv_conf () { : ; }~make_resolv_conf () { ? ; }                       # ANOTHER
            cannot                                                                        # ITS_OWN EMPTY ANOTHER
            make_resolv_conf () { :                                                       # ITS_OWN EMPTY ANOTHER
            fi                                                                            # ITS_OWN EMPTY ANOTHER
            """)
    void onlyWhatSurelyEmptiesTheFunctionOnThisHostDoes(String hook, String function) {
        assertThat(function(hook)).isEqualTo(function);
    }

    @Test
    void hooksAreReadOneAfterTheOther() {
        String empties = "make_resolv_conf () { : ; }";
        assertThat(function(empties, "if [ ? ] ; then~make_resolv_conf () { : ; }~fi"))
                .isEqualTo("EMPTY");
        assertThat(function(empties, "if [ ? ] ; then~make_resolv_conf () { ? ; }~fi"))
                .isEqualTo("EMPTY ANOTHER");
        assertThat(function("return~?", empties))
                .as("a return ends its own file")
                .isEqualTo("EMPTY");
    }

    @Test
    void aHookNestedWithoutEndIsOneThatCannotBeTold() {
        String deep = String.join("~", Collections.nCopies(100_000, "if true ; then"));
        DhclientHook read = new DhclientHook(TESTS);
        read.read(List.of(deep.split("~")));
        assertThat(read.function()).contains(Function.ITS_OWN);
    }
}
