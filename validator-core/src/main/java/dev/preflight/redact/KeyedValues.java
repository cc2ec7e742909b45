package dev.preflight.redact;

import dev.preflight.redact.SecretNames.Kind;
import dev.preflight.redact.Setting.Between;
import dev.preflight.redact.Setting.Sign;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings whose name says that the value is a credential: in environments, JSON, YAML, INI, XML, URLs, connection strings,
 * headers and command lines.
 */
final class KeyedValues implements Rule {
    /** "password", "secret word", "key" and "token" in Chinese, as UTF-8. */
    private static final List<String> CHINESE = List.of(
            "\u00e5\u00af\u0086\u00e7\u00a0\u0081",
            "\u00e5\u008f\u00a3\u00e4\u00bb\u00a4",
            "\u00e5\u00af\u0086\u00e9\u0092\u00a5",
            "\u00e4\u00bb\u00a4\u00e7\u0089\u008c");

    /** How far behind a name of a list of names and values its value may be. */
    private static final int PAIR = 64;

    @Override
    public void scan(Text text, Spans found) {
        int i = 0;
        while (i < text.length()) {
            int end = nameEnd(text, i);
            if (end == i) {
                i++;
                continue;
            }
            boolean chinese = text.at(i) >= 0x80;
            Kind kind = chinese ? Kind.STRONG : SecretNames.kind(text, i, end);
            i = kind == Kind.NONE ? end : Math.max(end, masked(new Setting(text, kind, i, end), found));
        }
    }

    private static int nameEnd(Text text, int from) {
        int i = from;
        while (isName(text.at(i))) {
            i++;
        }
        if (i > from || text.at(from) < 0x80) {
            return i;
        }
        return CHINESE.stream().anyMatch(word -> text.hasExactly(from, word)) ? from + 6 : from;
    }

    private static boolean isName(int c) {
        return Text.isAlnum(c) || c == '_' || c == '-' || c == '.';
    }

    /** Masks the value, if it is one; gives where to read on. */
    private static int masked(Setting setting, Spans found) {
        Between between = setting.between();
        Value value = switch (between.sign()) {
            case NONE -> spaced(setting, between.at());
            case TAG -> tagged(setting.text(), between.at());
            case ENCODED -> encoded(setting.text(), between.at());
            case EQUALS, COLON -> signed(setting, between);
        };
        if (value == null || value.isHarmless(setting.text())) {
            return setting.end();
        }
        found.add(value.from(), value.to());
        return value.next();
    }

    private static @Nullable Value signed(Setting setting, Between between) {
        Text text = setting.text();
        boolean colon = between.sign() == Sign.COLON;
        if (colon && !setting.closed() && (setting.inPath() || isProse(setting, between))) {
            return null;
        }
        if (setting.kind() == Kind.AUTHORIZATION || (setting.kind() == Kind.COOKIE && colon)) {
            return header(setting, between.at());
        }
        int first = text.at(between.at());
        if ((colon || between.spaced()) && (first == '[' || first == '{')) {
            return null;
        }
        boolean weak = setting.kind() == Kind.WEAK || setting.kind() == Kind.COOKIE;
        if (isPath(setting, between.at()) || (weak && Value.isSmallNumber(text, between.at()))) {
            return null;
        }
        Value value = plain(setting, between);
        boolean image = colon && !between.spaced() && value.isVersion(text);
        return image ? null : value;
    }

    private static Value plain(Setting setting, Between between) {
        Text text = setting.text();
        int at = between.at();
        Value quoted = Value.quoted(text, at);
        if (quoted.from() > at) {
            boolean shell = between.sign() == Sign.EQUALS && !between.spaced();
            int end = shell && !isEnd(text.at(quoted.next()))
                    ? Value.word(text, quoted.next()).to()
                    : -1;
            return end > quoted.next() ? new Value(quoted.from(), end, end) : quoted;
        }
        if (isBlock(text, at)) {
            int line = text.lineEnd(at) + 1;
            return Value.line(text, text.afterBlanks(line, Setting.BLANKS));
        }
        if (setting.openQuote() != 0) {
            return Value.untilQuote(text, at, setting.openQuote(), setting.openSlashes());
        }
        return setting.beginsLine() && !setting.closed() ? Value.line(text, at) : Value.word(text, at);
    }

    /** The sign of a YAML block: {@code |}, {@code >-} and nothing else on the line. */
    private static boolean isBlock(Text text, int at) {
        int c = text.at(at);
        int next = text.at(at + 1) == '-' || text.at(at + 1) == '+' ? text.at(at + 2) : text.at(at + 1);
        return (c == '|' || c == '>') && (next == '\n' || next == '\r');
    }

    private static boolean isEnd(int c) {
        return Text.isSpace(c) || Text.isQuote(c) || ",;)]}>&|\\".indexOf(c) >= 0;
    }

    private static boolean isProse(Setting setting, Between between) {
        return switch (setting.kind()) {
            case WEAK -> between.spaced() && setting.inProse();
            // A header's name begins with a capital.
            case COOKIE ->
                setting.inProse() && !Character.isUpperCase(setting.text().at(setting.start()));
            case AUTHORIZATION -> setting.inProse() && !LeadingWords.hasScheme(setting.text(), between.at());
            case PASSWD ->
                !(setting.beginsLine() || setting.behindDelimiter())
                        || LeadingWords.isNameSource(setting.text(), between.at());
            default -> false;
        };
    }

    /** The rest of a header, without the scheme that a credential begins with. */
    private static Value header(Setting setting, int at) {
        Text text = setting.text();
        Value quoted = Value.quoted(text, at);
        int from = quoted.from();
        Value all = quoted.from() > at
                ? quoted
                : setting.openQuote() != 0
                        ? Value.untilQuote(text, at, setting.openQuote(), setting.openSlashes())
                        : Value.line(text, at);
        if (setting.kind() == Kind.AUTHORIZATION && LeadingWords.hasScheme(text, from)) {
            int credential = text.afterBlanks(LeadingWords.schemeEnd(text, from), Setting.BLANKS);
            return new Value(Math.min(credential, all.to()), all.to(), all.next());
        }
        return all;
    }

    private static @Nullable Value tagged(Text text, int at) {
        int end = at;
        while (text.at(end) != '<' && !Text.isBreak(text.at(end))) {
            end++;
        }
        return new Value(at, end, end);
    }

    private static Value encoded(Text text, int at) {
        int from = text.has(at, "%22") || text.has(at, "%27") ? at + 3 : at;
        int end = from;
        while (!Text.isSpace(text.at(end)) && "&\"'<>".indexOf(text.at(end)) < 0 && !isEncodedEnd(text, end)) {
            end++;
        }
        return new Value(from, end, end);
    }

    private static boolean isEncodedEnd(Text text, int at) {
        return text.at(at) == '%'
                && (text.has(at + 1, "22")
                        || text.has(at + 1, "26")
                        || text.has(at + 1, "27")
                        || text.has(at + 1, "7d"));
    }

    /** Without a sign: an option's value, a text in quotes, or the value beside a name in a list. */
    private static @Nullable Value spaced(Setting setting, int at) {
        Text text = setting.text();
        Value pair = pair(setting);
        if (pair != null) {
            return pair;
        }
        if (setting.isOption() && setting.kind() != Kind.COOKIE) {
            int from = argument(setting);
            return from < 0 ? null : optionValue(setting, from);
        }
        boolean strong = setting.kind() == Kind.STRONG && !setting.closed() && setting.openQuote() == 0;
        return strong && at > setting.end() && text.at(at) == '"' ? Value.quoted(text, at) : null;
    }

    private static @Nullable Value optionValue(Setting setting, int from) {
        Text text = setting.text();
        if (isPath(setting, from) || text.at(Value.first(text, from)) == '-') {
            return null;
        }
        Value quoted = Value.quoted(text, from);
        if (quoted.from() > from) {
            return quoted;
        }
        return setting.openQuote() != 0 || setting.closed() ? Value.word(text, from) : argumentWord(text, from);
    }

    /**
     * Decided by the first byte. A value that is not masked must not be read to its end, or it would be read again for
     * the next one.
     */
    private static boolean isPath(Setting setting, int at) {
        Text text = setting.text();
        return setting.kind() == Kind.UNLESS_PATH && "/~.".indexOf(text.at(Value.first(text, at))) >= 0;
    }

    /** An argument of a command line that is separated by NULs may hold blanks. */
    private static Value argumentWord(Text text, int from) {
        return text.at(from - 1) == 0 ? Value.line(text, from) : Value.word(text, from);
    }

    /** Where the argument behind an option begins: behind blanks, a NUL, or what separates strings of JSON; or -1. */
    private static int argument(Setting setting) {
        Text text = setting.text();
        int i = setting.behind();
        int from = i;
        boolean list = false;
        while (i - from < Setting.BLANKS) {
            int c = text.at(i);
            list |= c == ',';
            boolean separates = Text.isBlank(c) || c == 0 || (setting.closed() && (c == ',' || c == '\n' || c == '\r'));
            if (!separates) {
                break;
            }
            i++;
        }
        boolean apart = i > from && (!setting.closed() || list || Text.isBlank(text.at(from)));
        return apart && text.at(i) != Text.NONE && text.at(i) != '\n' ? i : -1;
    }

    /** {@code name: DB_PASSWORD} and, next to it, {@code value: x}: an environment of Kubernetes, or settings in XML. */
    private static @Nullable Value pair(Setting setting) {
        Text text = setting.text();
        int i = setting.behind();
        int from = i;
        while (i - from < PAIR
                && (Text.isSpace(text.at(i)) || "\"',\\".indexOf(text.at(i)) >= 0)
                && text.at(i) != Text.NONE) {
            i++;
        }
        if (i == from || !text.has(i, "value")) {
            return null;
        }
        Setting beside = new Setting(text, Kind.STRONG, i, i + "value".length());
        Between between = beside.between();
        boolean signed = between.sign() == Sign.EQUALS || between.sign() == Sign.COLON;
        return signed ? plain(beside, between) : null;
    }
}
