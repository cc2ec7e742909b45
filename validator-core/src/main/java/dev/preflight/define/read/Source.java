package dev.preflight.define.read;

import dev.preflight.fact.CodeName;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where a read looks. Every word travels as one quoted word, whatever it holds; {@link Locators} says what is refused. */
public sealed interface Source {
    /** The first of these files that exists. */
    record File(List<String> paths) implements Source {
        public File {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("a file has a path");
            }
            paths.forEach(path -> Locators.require(Locators.path(path)));
        }
    }

    /** What a path is: type, mode, owner, times; a link at its end is not followed. */
    record Stat(String path) implements Source {
        public Stat {
            Locators.require(Locators.path(path));
        }
    }

    /** All files whose path matches. */
    record Glob(List<Step> steps) implements Source {
        public Glob {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a pattern of files has a component");
            }
            Locators.require(Locators.glob(steps));
        }

        /**
         * One component of a path.
         *
         * @param pattern whether {@code *}, {@code ?} and {@code [...]} in it are patterns; what a parameter gave is none
         */
        public record Step(String text, boolean pattern) {}
    }

    /**
     * A program and its arguments, run without a shell.
     *
     * @param exits the statuses with which it has answered
     */
    record Command(List<String> argv, SortedSet<Integer> exits, Stream stream) implements Source {
        public Command {
            argv = List.copyOf(argv);
            exits = Collections.unmodifiableSortedSet(new TreeSet<>(exits));
            Locators.require(Locators.command(argv));
        }

        /** What of its output is read. */
        public enum Stream {
            STDOUT,
            STDERR,
            BOTH;

            private final String word = CodeName.of(this);

            /** How a profile writes it. */
            public String word() {
                return word;
            }
        }
    }

    /** A setting of the kernel, by its name of sysctl(8). */
    record Sysctl(String key) implements Source {
        public Sysctl {
            Locators.require(Locators.sysctl(key));
        }
    }

    /** A variable of the environment. */
    record Env(String name) implements Source {
        public Env {
            Locators.require(Locators.variable(name));
        }
    }
}
