package dev.preflight.checks.machine;

import java.util.Set;

/** Architectures by the names of distributions, each with what uname(2) says there. */
enum CpuArch {
    AMD64("amd64", "x86_64"),
    X86_64("x86_64", "x86_64"),
    ARM64("arm64", "aarch64"),
    AARCH64("aarch64", "aarch64"),
    ARMHF("armhf", "armv7l", "armv8l"),
    PPC64LE("ppc64le", "ppc64le"),
    S390X("s390x", "s390x"),
    RISCV64("riscv64", "riscv64"),
    LOONG64("loong64", "loongarch64");

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<String> machines;

    CpuArch(String id, String... machines) {
        this.id = id;
        this.machines = Set.of(machines);
    }

    /** How profiles spell it. */
    public String id() {
        return id;
    }

    /** Whether this is what uname(2) says on it. */
    boolean is(String machine) {
        return machines.contains(machine);
    }
}
