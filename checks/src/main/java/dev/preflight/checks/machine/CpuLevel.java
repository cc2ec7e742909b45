package dev.preflight.checks.machine;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Levels of the x86-64 psABI (section "Micro-Architecture Levels"), by the kernel's names in /proc/cpuinfo. */
enum CpuLevel {
    X86_64_V1(""),
    X86_64_V2("cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"),
    X86_64_V3("abm avx avx2 bmi1 bmi2 f16c fma movbe xsave"),
    X86_64_V4("avx512bw avx512cd avx512dq avx512f avx512vl");

    private final String adds;

    CpuLevel(String adds) {
        this.adds = adds;
    }

    /** The flags that this level and those below need, and that are not among these. */
    List<String> missing(Set<String> flags) {
        return Stream.of(values())
                .filter(level -> level.compareTo(this) <= 0)
                .flatMap(level -> Stream.of(level.adds.split(" ")))
                .filter(flag -> !flag.isEmpty() && !flags.contains(flag))
                .toList();
    }
}
