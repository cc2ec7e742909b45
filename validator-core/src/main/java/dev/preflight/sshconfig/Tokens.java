package dev.preflight.sshconfig;

import java.util.Map;
import java.util.Optional;

/** Replaces {@code ~}, {@code %} and {@code ${}} in values (ssh_config(5), "TOKENS" and "ENVIRONMENT VARIABLES"). */
final class Tokens {
    /** A value that cannot be replaced; the message is a sentence without its subject. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    private final Surroundings here;
    private final Map<Character, String> tokens;

    /** For one host; only these tokens and {@code %%} are known. */
    Tokens(Surroundings here, Map<Character, String> tokens) {
        this.here = here;
        this.tokens = tokens;
    }

    /** Those that a path may have. */
    static Tokens ofPaths(Surroundings here, SshLogin.Target target, Optional<String> alias) {
        String name = here.hostName();
        int dot = name.indexOf('.');
        return new Tokens(
                here,
                Map.of(
                        'd', here.home().toString(),
                        'h', target.address(),
                        'k', alias.orElse(target.asked()),
                        'L', dot < 0 ? name : name.substring(0, dot),
                        'l', name,
                        'n', target.asked(),
                        'p', Integer.toString(target.port()),
                        'r', target.user(),
                        'u', here.user()));
    }

    /** A path as ssh reads it: first the home, then tokens and variables. */
    String path(String text) throws Unknown {
        return replaced(home(text), true);
    }

    /** The path with its {@code ~} replaced. */
    String home(String text) throws Unknown {
        if (text.equals("~") || text.startsWith("~/")) {
            return here.home() + text.substring(1);
        }
        if (text.startsWith("~")) {
            throw new Unknown("names the home directory of another user, which is not looked up");
        }
        return text;
    }

    /** The text with its tokens replaced. */
    String replaced(String text, boolean variables) throws Unknown {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (variables && text.startsWith("${", i)) {
                int close = text.indexOf('}', i);
                if (close < 0) {
                    throw new Unknown("has '${' without '}'");
                }
                out.append(variable(text.substring(i + 2, close)));
                i = close;
            } else if (c == '%') {
                i++;
                out.append(token(i < text.length() ? text.charAt(i) : 0));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String variable(String name) throws Unknown {
        String value = here.environment().get(name);
        if (value == null) {
            throw new Unknown("has the variable '" + name + "', which is not set");
        }
        return value;
    }

    private String token(char letter) throws Unknown {
        if (letter == '%') {
            return "%";
        }
        String value = tokens.get(letter);
        if (value == null) {
            throw new Unknown(
                    letter == 0 ? "ends in a single '%'" : "has the token '%" + letter + "', which is not known here");
        }
        return value;
    }
}
