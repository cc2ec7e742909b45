package dev.preflight.checks.machine;

import dev.preflight.node.Ascii;
import java.util.Map;
import java.util.Optional;

/** How the kernel writes what a processor can do: arch/x86/include/asm/cpufeatures.h, arch/arm64/kernel/cpuinfo.c. */
final class CpuFlags {
    /** What vendors and people call it, in small letters without signs. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("sse3", "pni"),
            Map.entry("sse41", "sse4_1"),
            Map.entry("sse42", "sse4_2"),
            Map.entry("aesni", "aes"),
            Map.entry("lzcnt", "abm"),
            Map.entry("avx512", "avx512f"),
            Map.entry("fma3", "fma"),
            Map.entry("vtx", "vmx"),
            Map.entry("amdv", "svm"),
            Map.entry("lse", "atomics"));

    private CpuFlags() {}

    /** Why /proc/cpuinfo of no host has this flag, and what to write; empty where one may have it. */
    static Optional<String> refusal(String flag) {
        String plain = Ascii.lower(flag).replaceAll("[._-]", "");
        String lower = Ascii.lower(flag).replaceAll("[.-]", "_");
        String known = OTHERS.getOrDefault(plain, lower);
        return known.equals(flag)
                ? Optional.empty()
                : Optional.of("the kernel does not write '" + flag + "'; write " + known);
    }
}
