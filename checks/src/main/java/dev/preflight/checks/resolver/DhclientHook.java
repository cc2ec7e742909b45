package dev.preflight.checks.resolver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left of dhclient-script's function make_resolv_conf once its hooks are read on this host. A hook is no program
 * for us: of its text only words of control came, and every other command is a question mark.
 *
 * <p>Source: dhclient-script(8), "HOOKS": a hook may redefine make_resolv_conf.
 */
final class DhclientHook {
    /** What the function may be. */
    enum Function {
        /** The script's own: it writes the file. */
        ITS_OWN,
        /** One that does nothing. */
        EMPTY,
        /** One whose effect is not known, such as one that calls resolvconf. */
        ANOTHER
    }

    /** No hook that a person wrote is nested as deep. */
    private static final int MAX_DEPTH = 50;

    private static final String NAME = "make_resolv_conf";
    private static final String LINE = "\n";
    private static final Set<String> ENDS = Set.of(LINE, ";", "|", "&");
    /** Commands that change no file, as long as what they print goes nowhere. */
    private static final Set<String> IDLE = Set.of(":", "true", "return", "exit", "echo", "logger");

    private final Map<String, Boolean> tests;
    private final List<String> words = new ArrayList<>();
    private Set<Function> state = EnumSet.of(Function.ITS_OWN);
    private Live rest = Live.YES;
    private int at;
    private int depth;

    DhclientHook(Map<String, Boolean> tests) {
        this.tests = tests;
    }

    /** Reads one more hook, in the order in which the script does. */
    void read(List<String> lines) {
        words.clear();
        for (String line : lines) {
            words.addAll(List.of(line.strip().split(" +")));
            words.add(LINE);
        }
        at = 0;
        depth = 0;
        rest = Live.YES;
        try {
            list(Live.YES, Set.of());
            if (at < words.size()) {
                throw new Untold();
            }
        } catch (Untold e) {
            state = EnumSet.allOf(Function.class);
        }
    }

    /** What the function may be after all of them. */
    Set<Function> function() {
        return EnumSet.copyOf(state);
    }

    /** The text is not one that is followed here. */
    private static final class Untold extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Untold() {
            super(null, null, false, false);
        }
    }

    private String peek() {
        return at < words.size() ? words.get(at) : "";
    }

    private String next() {
        if (at >= words.size()) {
            throw new Untold();
        }
        return words.get(at++);
    }

    private void expect(String word) {
        while (peek().equals(LINE) || peek().equals(";")) {
            at++;
        }
        if (!next().equals(word)) {
            throw new Untold();
        }
    }

    /** Commands up to one of these words, which is left where it is; the value is that of the last one. */
    private Live list(Live live, Set<String> until) {
        Live value = Live.MAYBE;
        while (at < words.size() && !until.contains(peek())) {
            if (ENDS.contains(peek())) {
                at++;
            } else {
                value = chain(live.and(rest));
            }
        }
        return value;
    }

    /** {@code a && b || c}. */
    private Live chain(Live live) {
        Live value = command(live);
        while (peek().equals("&&") || peek().equals("||")) {
            boolean and = next().equals("&&");
            while (peek().equals(LINE)) {
                at++;
            }
            Live second = command(live.and(and ? value : value.not()));
            value = and ? value.and(second) : value.not().and(second.not()).not();
        }
        return value;
    }

    private Live command(Live live) {
        if (++depth > MAX_DEPTH) {
            throw new Untold();
        }
        Live value = command(next(), live);
        depth--;
        return value;
    }

    private Live command(String word, Live live) {
        switch (word) {
            case "if" -> choice(live);
            case "for", "while", "until" -> {
                while (!peek().equals("do")) {
                    next();
                }
                at++;
                list(live.and(Live.MAYBE), Set.of("done"));
                expect("done");
            }
            case "case" -> cases(live);
            case "{" -> {
                Live value = list(live, Set.of("}"));
                expect("}");
                return value;
            }
            case "!" -> {
                return command(live).not();
            }
            case "function" -> {
                String name = next();
                if (peek().equals("()")) {
                    at++;
                }
                define(name, live);
            }
            case "cannot", "(", ")", "}", "then", "elif", "else", "fi", "do", "done", "esac", "in", "()" ->
                throw new Untold();
            default -> {
                if (peek().equals("()")) {
                    at++;
                    define(word, live);
                    return Live.YES;
                }
                return simple(word, live);
            }
        }
        return Live.MAYBE;
    }

    private void choice(Live live) {
        Live open = live;
        do {
            Live condition = list(open, Set.of("then"));
            expect("then");
            list(open.and(condition), Set.of("elif", "else", "fi"));
            open = open.and(condition.not());
        } while (next().equals("elif"));
        at--;
        if (peek().equals("else")) {
            at++;
            list(open, Set.of("fi"));
        }
        expect("fi");
    }

    /** Which branch is taken is not followed: any of them may be. */
    private void cases(Live live) {
        while (!peek().equals("in")) {
            next();
        }
        at++;
        while (true) {
            while (peek().equals(LINE) || peek().equals(";")) {
                at++;
            }
            if (peek().equals("esac")) {
                at++;
                return;
            }
            while (!next().equals(")")) {
                if (peek().equals(LINE)) {
                    throw new Untold();
                }
            }
            branch(live.and(Live.MAYBE));
        }
    }

    /** Commands up to {@code ;;}, or to the end of the case. */
    private void branch(Live live) {
        while (!peek().equals("esac")) {
            if (peek().equals(";") && at + 1 < words.size() && words.get(at + 1).equals(";")) {
                at += 2;
                return;
            }
            if (ENDS.contains(peek())) {
                at++;
            } else {
                chain(live.and(rest));
            }
        }
    }

    private void define(String name, Live live) {
        expect("{");
        List<String> body = new ArrayList<>();
        for (int open = 1; open > 0; ) {
            String word = next();
            open += word.equals("{") ? 1 : word.equals("}") ? -1 : 0;
            if (open > 0) {
                body.add(word);
            }
        }
        if (!name.equals(NAME)) {
            if (body.contains(NAME)) {
                throw new Untold();
            }
            return;
        }
        if (live == Live.NO) {
            return;
        }
        Function found = idle(body) ? Function.EMPTY : Function.ANOTHER;
        if (live == Live.YES) {
            state = EnumSet.of(found);
        } else {
            state.add(found);
        }
    }

    /** Whether nothing of it can write: every command is an idle one, and none is sent into a file or another. */
    private static boolean idle(List<String> body) {
        boolean begins = true;
        boolean any = false;
        for (String word : body) {
            if (word.equals(LINE) || word.equals(";")) {
                begins = true;
            } else if (begins) {
                if (!IDLE.contains(word)) {
                    return false;
                }
                any = true;
                begins = false;
            } else if (!word.equals("?") && !word.equals("0")) {
                return false;
            }
        }
        return any;
    }

    private Live simple(String word, Live live) {
        List<String> command = new ArrayList<>(List.of(word));
        while (!peek().isEmpty() && !ENDS.contains(peek()) && !peek().equals("&&") && !peek().equals("||")) {
            if (peek().equals("(") || peek().equals(")") || peek().equals("}")) {
                throw new Untold();
            }
            command.add(next());
        }
        if (word.equals("return") || word.equals("exit")) {
            // The lines below are not reached.
            rest = rest.and(live.not());
            return Live.MAYBE;
        }
        return Live.of(command, tests);
    }
}
