package dev.preflight.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a test started and what must be gone. */
public final class Processes {
    private Processes() {}

    /**
     * Returns when no process is left whose command line contains this: one that was killed needs its turn to go, and
     * on a busy machine that takes a while. A process that was not killed holds the test up until its hang limit.
     */
    public static void awaitNone(String mark) {
        List<ProcessHandle> left = marked(mark);
        while (!left.isEmpty()) {
            left.forEach(process -> awaitEnd(process.pid()));
            left = marked(mark);
        }
    }

    /**
     * Returns when this process runs no more. One that has ended and that its parent has not waited for yet counts as ended:
     * in a container process 1 may take a minute to see to an orphan.
     */
    public static void awaitEnd(long pid) {
        Eventually.is(() -> hasEnded(pid));
    }

    /** By the state behind the name, which is in parentheses and may hold any sign: proc_pid_stat(5). */
    private static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException e) {
            // Gone before it was opened, or (ESRCH) between that and the reading.
            return true;
        }
    }

    private static List<ProcessHandle> marked(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList();
    }
}
