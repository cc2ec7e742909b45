package dev.preflight.redact;

import dev.preflight.redact.CommandOptions.Option;
import java.util.List;

/**
 * Credentials that follow a blank: options of commands that are known to take one, lines of netrc(5), and lines of
 * configuration files that begin with a known word. A line's words are read once, from left to right.
 */
final class SpacedWords implements Rule {
    /** No command, option or directive of the table is longer. */
    private static final int LONGEST = 24;

    @Override
    public void scan(Text text, Spans found) {
        int i = 0;
        while (i < text.length()) {
            i = new Line(text, found).read(i);
        }
    }

    /** One line while it is read. A NUL separates words here: so it does in /proc/PID/cmdline. */
    private static final class Line {
        private final Text text;
        private final Spans found;
        private List<Option> options = List.of();
        private boolean mayLogIn;
        private boolean openssl;
        private boolean netrc;
        private int words;
        private int until = -1;
        private CommandOptions.Part wanted = CommandOptions.Part.WHOLE;

        private Line(Text text, Spans found) {
            this.text = text;
            this.found = found;
        }

        /** Reads the line that begins there; gives where the next one does. */
        private int read(int from) {
            int i = from;
            while (true) {
                while (isBetween(text.at(i))) {
                    i++;
                }
                int end = wordEnd(i);
                if (end == i) {
                    return Math.min(i, text.length()) + 1;
                }
                word(i, end);
                i = end;
            }
        }

        private int wordEnd(int from) {
            int i = from;
            while (!isBetween(text.at(i)) && !isLineEnd(text.at(i))) {
                i++;
            }
            return i;
        }

        private void word(int from, int end) {
            words++;
            if (until == 0) {
                mask(from, end);
                until = -1;
                return;
            }
            until = Math.max(-1, until - 1);
            String word = end - from <= LONGEST ? text.latin(from, end) : "";
            if (words == 1) {
                until = directive(word, end);
            }
            netrc(word);
            command(from, end);
            if (end - from > 1 && text.at(from) == '-') {
                option(from, end);
            } else if (openssl && text.has(from, "pass:")) {
                found.add(from + "pass:".length(), end);
            }
        }

        private int directive(String word, int end) {
            int before = CommandOptions.wordsBefore(word);
            // Two words and no more: PAM's "password required pam_unix.so" has three.
            return word.equals("password") && isLastButOne(end) ? 0 : before;
        }

        private boolean isLastButOne(int end) {
            int next = text.afterBlanks(end, Setting.BLANKS);
            int behind = next;
            while (behind - next < 256 && !isBetween(text.at(behind)) && !isLineEnd(text.at(behind))) {
                behind++;
            }
            return next > end && behind > next && isLineEnd(text.at(text.afterBlanks(behind, Setting.BLANKS)));
        }

        /** {@code machine x login y password z}, the keys of netrc(5); {@code password} means nothing before them. */
        private void netrc(String word) {
            if (netrc && word.equals("password")) {
                until = 0;
                wanted = CommandOptions.Part.WHOLE;
            }
            netrc |= word.equals("machine") || word.equals("login");
        }

        private void command(int from, int end) {
            int name = from;
            for (int i = from; i < end; i++) {
                if (text.at(i) == '/' || text.at(i) >= 0x80) {
                    name = i + 1;
                }
            }
            String word = end - name <= LONGEST ? text.latin(name, end) : "";
            openssl |= word.equals("openssl");
            mayLogIn |= CommandOptions.onlyToLogIn(word);
            List<Option> known = word.equals("login") && !mayLogIn ? List.of() : CommandOptions.of(word);
            options = known.isEmpty() ? options : known;
        }

        private void option(int from, int end) {
            for (Option option : options) {
                int behind = from + option.name().length();
                if (text.hasExactly(from, option.name()) && (behind == end || option.glued())) {
                    wanted = option.part();
                    if (behind == end) {
                        until = 0;
                    } else {
                        mask(behind, end);
                    }
                    return;
                }
            }
        }

        private void mask(int from, int end) {
            int begin = switch (wanted) {
                case WHOLE -> from;
                case BEHIND_COLON -> behind(from, end, ':');
                case BEHIND_PERCENT -> behind(from, end, '%');
            };
            wanted = CommandOptions.Part.WHOLE;
            boolean option = text.at(from) == '-';
            if (!option) {
                found.add(begin, end);
            }
        }

        private int behind(int from, int end, int sign) {
            for (int i = from; i < end; i++) {
                if (text.at(i) == sign) {
                    return i + 1;
                }
            }
            return end;
        }
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == Text.NONE;
    }

    private static boolean isBetween(int c) {
        return Text.isBlank(c) || c == '\r' || c == 0 || Text.isQuote(c) || (c > 0 && ",[]()|;&{}".indexOf(c) >= 0);
    }
}
