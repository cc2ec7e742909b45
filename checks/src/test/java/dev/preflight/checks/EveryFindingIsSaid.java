package dev.preflight.checks;

import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.preflight.api.Check;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads what any check says in any test of this module, in both languages: a text that is missing, a gap that nothing
 * fills, or a sentence that ends with nothing after its colon fails the test that met it. JUnit finds it by itself
 * ({@code META-INF/services}), and it looks at the way out of {@code judge}, so that no test has to ask for it and none
 * can forget to.
 */
public final class EveryFindingIsSaid implements BeforeAllCallback {
    private static final AgentBuilder ONCE = new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .type(nameStartsWith("dev.preflight.checks.").and(hasSuperType(named(Check.class.getName()))))
            .transform((builder, type, loader, module, domain) ->
                    builder.visit(Advice.to(WayOut.class).on(judge())));

    private static boolean installed;

    @Override
    public void beforeAll(ExtensionContext context) {
        install();
    }

    private static synchronized void install() {
        if (!installed) {
            ONCE.installOn(ByteBuddyAgent.install());
            installed = true;
        }
    }

    private static ElementMatcher<MethodDescription> judge() {
        return named("judge").and(takesArguments(2)).and(returns(List.class)).and(not(isAbstract()));
    }

    /** Copied to the end of each {@code judge}. */
    public static final class WayOut {
        private WayOut() {}

        @Advice.OnMethodExit
        public static void said(@Advice.This Check<?> check, @Advice.Return List<?> said) {
            SaidInFull.hold(check, said);
        }
    }
}
