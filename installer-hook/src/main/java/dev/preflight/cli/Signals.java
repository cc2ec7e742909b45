package dev.preflight.cli;

import dev.preflight.verdict.ExitCode;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handles signals so that a second one ends the process at once. The JVM by itself runs its shutdown hooks on the first
 * signal and ignores all later ones. A signal that is ignored when the process starts, as with nohup, stays ignored;
 * the JVM ensures that.
 */
final class Signals implements Runnable {
    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    /**
     * From now on a second signal ends this process at once. Needed only while the end may wait for something, and not
     * for nothing: it takes a tenth of the time in which a short command starts.
     */
    @Override
    public void run() {
        on(
                () -> System.exit(ExitCode.INTERRUPTED.number()),
                () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number()));
    }

    /**
     * Calls one of these on each signal, in a new thread.
     *
     * @param first called on the first signal
     * @param second called on every later signal
     */
    private static void on(Runnable first, Runnable second) {
        AtomicBoolean received = new AtomicBoolean();
        for (String name : NAMES) {
            handle(name, () -> (received.getAndSet(true) ? second : first).run());
        }
    }

    /** Uses reflection, because javac warns of these classes and the warning cannot be switched off. */
    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, of) -> {
                        if (!method.getName().equals("handle")) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // No such class or signal, or -Xrs: the JVM still runs its shutdown hooks on the first signal.
            return;
        }
    }
}
