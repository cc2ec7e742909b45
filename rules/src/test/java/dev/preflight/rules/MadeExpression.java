package dev.preflight.rules;

import java.util.List;
import java.util.Random;

/** An expression by chance, over the names of {@link RuleFuzzTest}; now and then with a mistake of types. */
final class MadeExpression {
    private final Random random;
    private boolean looping;

    MadeExpression(Random random) {
        this.random = random;
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    private boolean slips() {
        return random.nextInt(60) == 0;
    }

    String condition(int depth) {
        if (slips()) {
            return whole(depth);
        }
        if (depth <= 0) {
            return one("b", "true", "false", "row.a_b", "any.x", "open.x.y", "has(row.n)", "has(any.x.k)");
        }
        int next = depth - 1;
        return switch (random.nextInt(12)) {
            case 0 -> "(" + condition(next) + " && " + condition(next) + ")";
            case 1 -> "(" + condition(next) + " || " + condition(next) + ")";
            case 2 -> "!" + condition(next);
            case 3 -> "(" + condition(next) + " ? " + condition(next) + " : " + condition(next) + ")";
            case 4 -> whole(next) + one(" < ", " <= ", " > ", " >= ", " == ", " != ") + whole(next);
            case 5 -> decimal(next) + one(" < ", " >= ", " == ") + decimal(next);
            case 6 -> text(next) + one(" == ", " != ") + text(next);
            case 7 -> text(next) + one(".contains(", ".startsWith(", ".endsWith(") + text(next) + ")";
            case 8 -> text(next) + ".matches('" + one("^a+$", "[0-9]", "(a|b)*c", "") + "')";
            case 9 -> loop(one("all", "exists"), next);
            case 10 -> whole(next) + " in " + list(next);
            default -> whole(next) + one(" < ", " == ") + "any." + one("x", "k", "a");
        };
    }

    private String loop(String name, int depth) {
        String list = one("my_list", "texts", "rows", "any", "any.a");
        if (looping) {
            return "has(row.t)";
        }
        looping = true;
        String condition = switch (list) {
            case "my_list" -> "x > " + whole(depth);
            case "texts" -> "x == " + text(depth);
            case "rows" -> one("x.n > ", "has(x.t) && x.n <= ", "size(x.t) == ") + whole(depth);
            default -> condition(depth);
        };
        looping = false;
        return list + "." + name + "(x, " + condition + ")";
    }

    private String whole(int depth) {
        if (slips()) {
            return text(depth);
        }
        if (depth <= 0) {
            return one("n", "0", "1", "-1", "9223372036854775807", "row.n", "open.n", "my_list[0]", "any.k", "free.a");
        }
        int next = depth - 1;
        return switch (random.nextInt(11)) {
            case 0, 1, 2 -> "(" + whole(next) + one(" + ", " - ", " * ", " / ", " % ") + whole(next) + ")";
            case 3 -> "-" + whole(next);
            case 4 -> one("min", "max") + "(" + whole(next) + ", " + whole(next) + ")";
            case 5 -> one("sum", "min", "max", "size") + "(" + list(next) + ")";
            case 6 -> "int(" + (random.nextBoolean() ? decimal(next) : text(next)) + ")";
            case 7 -> "size(" + text(next) + ")";
            case 8 ->
                "vercmp(" + one("v", "t", "'1.2'") + ", " + text(next) + one("", ", 'rpm'", ", 'dpkg'", ", t") + ")";
            case 9 -> one("days_until(at)", "bytes_of('1KiB')", "bytes_of(t)", "seconds_of('1d')", "seconds_of(t)");
            default -> "(" + condition(next) + " ? " + whole(next) + " : " + whole(next) + ")";
        };
    }

    private String decimal(int depth) {
        if (depth <= 0) {
            return one("d", "0.0", "1.5", "-2.5", "1e308");
        }
        int next = depth - 1;
        return switch (random.nextInt(3)) {
            case 0 -> "(" + decimal(next) + one(" + ", " - ", " * ", " / ") + decimal(next) + ")";
            case 1 -> "double(" + (random.nextBoolean() ? whole(next) : text(next)) + ")";
            default -> one("min", "max") + "(" + decimal(next) + ", " + decimal(next) + ")";
        };
    }

    private String text(int depth) {
        if (depth <= 0 || slips()) {
            return one("t", "'a'", "''", "'12'", "row.t", "texts[1]", "free['k']", "any.a");
        }
        int next = depth - 1;
        return switch (random.nextInt(3)) {
            case 0 -> "(" + text(next) + " + " + text(next) + ")";
            case 1 -> "string(" + one(whole(next), decimal(next), "v", "b") + ")";
            default -> "{'a': " + text(next) + ", 'b': 'c'}[" + one("'a'", "'b'", "t") + "]";
        };
    }

    private String list(int depth) {
        List<String> whole = List.of("my_list", "[1, 2, 3]", "[n]", "any.a");
        String list = whole.get(random.nextInt(whole.size()));
        if (looping || depth <= 0) {
            return list;
        }
        looping = true;
        String made = switch (random.nextInt(3)) {
            case 0 -> list + ".filter(x, " + condition(depth - 1) + ")";
            case 1 -> list + ".map(x, x + " + whole(depth - 1) + ")";
            default -> "rows.filter(x, has(x.n)).map(x, x.n)";
        };
        looping = false;
        return made;
    }
}
