package dev.preflight.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a test started and what must be gone. */
public final class Processes {
    private Processes() {}

    /**
     * Returns when no process is left whose command line contains this: one that was killed needs its turn to go, and on
     * a busy machine that takes a while. One that nobody killed holds the test up until its hang limit.
     */
    public static void awaitNone(String mark) {
        List<ProcessHandle> left = marked(mark);
        while (!left.isEmpty()) {
            CompletableFuture.allOf(left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .join();
            left = marked(mark);
        }
    }

    private static List<ProcessHandle> marked(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList();
    }
}
