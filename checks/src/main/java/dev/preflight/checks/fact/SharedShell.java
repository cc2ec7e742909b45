package dev.preflight.checks.fact;

/** Where the shell functions are that several probes share; for {@link dev.preflight.fact.Fact.Builder#sharing}. */
public final class SharedShell {
    private SharedShell() {}
}
