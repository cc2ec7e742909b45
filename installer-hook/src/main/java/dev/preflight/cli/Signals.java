package dev.preflight.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hears of signals, so that a second one ends the process at once: the runtime's own way runs its hooks on the first, and
 * from then on is deaf. A signal that was ignored when the process began, as nohup has it, stays ignored; the runtime
 * sees to that.
 */
final class Signals {
    private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

    private Signals() {}

    /**
     * Calls one of these at each signal, in a thread of its own.
     *
     * @param first at the first
     * @param second at every other
     */
    static void on(Runnable first, Runnable second) {
        AtomicBoolean told = new AtomicBoolean();
        for (String name : NAMES) {
            handle(name, () -> (told.getAndSet(true) ? second : first).run());
        }
    }

    /** By reflection, as the compiler cannot be told not to warn of these classes. Every Java since 1.3 has them. */
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
            // No such class or signal, or -Xrs: the runtime's own hooks run on the first, and that is what matters.
            return;
        }
    }
}
