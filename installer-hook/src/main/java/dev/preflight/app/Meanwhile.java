package dev.preflight.app;

import dev.preflight.node.ProblemsException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A step that another thread takes while this one goes on.
 *
 * @param <T> its result
 */
final class Meanwhile<T> implements ProblemCollector.Step<T> {
    private final FutureTask<T> task;

    private Meanwhile(FutureTask<T> task) {
        this.task = task;
    }

    /**
     * Begins a step that needs nothing of what this thread does until {@link #take}.
     *
     * @param what the thread's name, for who looks at threads
     */
    static <T> Meanwhile<T> begin(String what, ProblemCollector.Step<T> step) {
        FutureTask<T> task = new FutureTask<>(step::take);
        Thread thread = new Thread(task, "preflight-" + what);
        thread.setDaemon(true);
        thread.start();
        return new Meanwhile<>(task);
    }

    /** Waits for the step's end, also where this thread is interrupted; that it was is kept. */
    @Override
    public T take() throws ProblemsException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ProblemsException rethrown(@Nullable Throwable why) {
        if (why instanceof ProblemsException problems) {
            return problems;
        }
        if (why instanceof Error error) {
            throw error;
        }
        throw why instanceof RuntimeException own ? own : new IllegalStateException(why);
    }
}
