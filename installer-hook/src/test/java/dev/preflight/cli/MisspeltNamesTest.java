package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that no host has would never match: lint says what to write in their place. */
class MisspeltNamesTest {
    @TempDir
    Path folder;

    private Command lint(String check) throws IOException {
        Path profile = Files.writeString(folder.resolve("p.yaml"), "name: p\nchecks:\n  " + check + "\n");
        return Command.run("lint", profile.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            cpu: {params: {arch: x86-64}}                             @ put it in brackets: [x86_64]
            cpu: {params: {arch: [x86-64]}}                           @ did you mean 'x86_64'?
            cpu: {params: {level: x86_64-v2}}                         @ did you mean 'x86-64-v2'?
            cpu: {params: {flags: ['vmx|sse4.2']}}                    @ does not write 'sse4.2'; write sse4_2
            cpu: {params: {flags: [sse3]}}                            @ does not write 'sse3'; write pni
            cpu: {params: {flags: [AVX2]}}                            @ does not write 'AVX2'; write avx2
            kernel-modules: {params: {require: {br_netfilter.ko: }}}  @ is the file of a module; write its name, br_netfilter
            kernel-modules: {params: {require: {a: {any_of: [/x/b.ko.xz]}}}} @ write its name, b
            sysctl: {params: {require: {/proc/sys/vm/swappiness: 1}}} @ without /proc/sys/; write vm.swappiness
            sysctl: {params: {require: {vm.swappiness = 1: 1}}}       @ write vm.swappiness: 1
            sysctl: {params: {require: {vm.swappiness: on}}}          @ never 'on'; write the number, such as 1
            filesystem: {params: {require: {/a: {type: [XFS]}}}}      @ does not write 'XFS'; write xfs
            filesystem: {params: {require: {/a: {lacks: [no-exec]}}}} @ there is no option 'no-exec'; write noexec
            cgroups: {params: {controllers: [mem]}}                   @ no controller 'mem'; did you mean 'memory'?
            ports-free: {params: {require: {6443: }}}                 @ found '6443'; write 6443/tcp
            ports-free: {params: {require: {udp/53: }}}               @ found 'udp/53'; write 53/udp
            package-state: {params: {require: {jq=1.6: }}}            @ found 'jq=1.6'; write jq: {min: '1.6'}
            package-state: {params: {require: {jq < 2: }}}            @ found 'jq < 2'; write jq: {below: '2'}""")
    void whatNoHostHasIsRefusedWithWhatToWrite(String check, String advice) throws IOException {
        Command lint = lint(check);
        assertThat(lint.out()).contains("p.yaml:3:").contains(advice);
        assertThat(lint.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            package-state: {params: {require: {docker-ce-26.1.3: }}}      @ write docker-ce: {min: '26.1.3'}
            package-state: {params: {require: {jq-1.6-2.el8.x86_64: }}}   @ write jq: {min: '1.6-2.el8'}
            package-state: {params: {require: {jq.x86_64: }}}             @ write jq
            service-state: {params: {require: {docker.servce: {active: true}}}} @ did you mean 'docker.service'?
            cpu: {params: {min_count: 1}, when: {arch: armhf}}            @ did you mean 'armv7l'?""")
    void whatHardlyAnyHostHasIsWarnedOf(String check, String advice) throws IOException {
        Command lint = lint(check);
        assertThat(lint.out() + lint.err())
                .contains("warning: ")
                .contains("p.yaml:3:")
                .contains(advice);
        assertThat(lint.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', quoteCharacter = '~', textBlock = """
            package-state: {params: {require: {java-1.8.0-openjdk: , python3.11: , gcc-12: , libstdc++6: }}}
            package-state: {params: {require: {linux-image-5.10.0-21-amd64: , java-11-openjdk: }}}
            service-state: {params: {require: {docker: {active: true}, org.a.b: {active: true}, a.mount: {active: true}}}}
            cpu: {params: {min_count: 1, flags: [sse4_1, avx512_vnni, 'vmx|svm']}, when: {arch: [amd64, arm64]}}
            kernel-modules: {params: {require: {br-netfilter: , ip_tables: {any_of: [ip_tables, nf_tables]}}}}
            sysctl: {params: {require: {net.ipv4.conf.eth0/1.forwarding: 1, kernel.printk_devkmsg: on}}}
            filesystem: {params: {require: {/a: {type: [fuse.sshfs, 9p], has: [nodev], lacks: [noexec, norecovery]}}}}
            cgroups: {params: {controllers: [io, blkio, dmem]}}""")
    void whatAHostMayHaveIsTaken(String check) throws IOException {
        Command lint = lint(check);
        assertThat(lint.out() + lint.err()).doesNotContain("warning").contains("p.yaml: ok");
        assertThat(lint.exit()).isZero();
    }
}
