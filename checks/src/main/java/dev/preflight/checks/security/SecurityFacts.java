package dev.preflight.checks.security;

import dev.preflight.api.PublishedFact;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;

/** What other checks may read of SELinux. */
public final class SecurityFacts {
    private SecurityFacts() {}

    /** The mode that SELinux is in; for comparing hosts. */
    public static PublishedFact<?> selinux() {
        return PublishedFact.ofHost("selinux", Simple.TEXT, SecurityModules.REQUEST, SecurityFacts::mode);
    }

    private static Reading<Value> mode(SecurityModules modules) {
        return modules.tellsEnforce()
                ? Reading.got(new Value.Text(CodeName.of(SelinuxState.now(modules))))
                : Reading.missing(Reason.NOT_READABLE, "/sys/fs/selinux");
    }
}
