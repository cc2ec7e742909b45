package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MeanwhileTest {
    @Test
    void aStepIsTakenWhileThisThreadGoesOn() throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        Meanwhile<String> step = Meanwhile.begin("test", () -> {
            await(here);
            return "done";
        });
        here.countDown();
        assertThat(step.take()).isEqualTo("done");
    }

    @Test
    void itsProblemsAreThoseOfWhoTakesIt() {
        ProblemsException problem = new ProblemsException(Place.of("--set"), "wrong", "right");
        Meanwhile<String> step = Meanwhile.begin("test", () -> {
            throw problem;
        });
        assertThatThrownBy(step::take).isSameAs(problem);
    }

    @Test
    void aBugIsNotHidden() {
        Meanwhile<String> runtime = Meanwhile.begin("test", () -> {
            throw new IllegalArgumentException("bug");
        });
        Meanwhile<String> error = Meanwhile.begin("test", () -> {
            throw new StackOverflowError();
        });
        assertThatThrownBy(runtime::take)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bug");
        assertThatThrownBy(error::take).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void anInterruptIsKeptUntilTheStepHasEnded() throws Exception {
        CountDownLatch here = new CountDownLatch(1);
        Meanwhile<String> step = Meanwhile.begin("test", () -> {
            await(here);
            return "done";
        });
        Thread.currentThread().interrupt();
        here.countDown();
        assertThat(step.take()).isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
