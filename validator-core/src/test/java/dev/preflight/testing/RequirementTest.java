package dev.preflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RequirementTest {
    @Test
    void missingIsSkippedAtHomeAndFailsInCi() {
        assertThatThrownBy(() -> Requirement.decide(false, "x", false)).isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> Requirement.decide(false, "x", true)).isInstanceOf(AssertionFailedError.class);
        assertThatCode(() -> Requirement.decide(true, "x", true)).doesNotThrowAnyException();
    }

    @Test
    void findsAProgram() {
        assertThat(Requirement.tool("sh")).isExecutable();
    }
}
