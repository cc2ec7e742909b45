package dev.preflight.inventory;

import dev.preflight.yaml.PythonFloat;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of an INI variable. Ansible reads it as a Python literal ({@code ast.literal_eval}) if it is one and as plain
 * text otherwise: quotes around a whole value go, {@code 0x10} is 16, and behind a literal, but not behind plain text,
 * {@code #} begins a comment.
 *
 * @param text the value, as Python writes it
 * @param single whether it is a single value; a list, a mapping and what is as rare are not read
 * @param doubt what a user should know about this value; may be empty
 */
record PythonLiteral(String text, boolean single, String doubt) {
    private static final String REST = "[ \\t]*+(#.*)?";
    private static final Pattern WORD = Pattern.compile("(?<word>True|False|None)" + REST);
    private static final Pattern INTEGER = Pattern.compile(
            "(?<sign>[-+]?)[ \\t]*+(?:0[xX](?<hex>(?:_?[0-9a-fA-F])++)|0[oO](?<oct>(?:_?[0-7])++)|0[bB](?<bin>(?:_?[01])++)"
                    + "|(?<dec>0(?:_?0)*+|[1-9](?:_?[0-9])*+))" + REST);
    private static final String DIGITS = "[0-9](?:_?[0-9])*+";
    private static final Pattern FLOAT =
            Pattern.compile("(?<sign>[-+]?)[ \\t]*+(?<number>(?:(?:" + DIGITS + ")?+\\." + DIGITS + "|" + DIGITS
                    + "\\.)(?:[eE][-+]?" + DIGITS + ")?+|" + DIGITS + "[eE][-+]?" + DIGITS + ")" + REST);

    /** Python refuses longer whole numbers, and so they are text. */
    private static final int MAX_DIGITS = 4300;

    /** What may be a literal of another kind: in brackets, several with commas, bytes, a complex number. */
    private static final Pattern OTHER = Pattern.compile("(?s)[\\[({].*|(?:[-+.0-9]|True|False|None)[^#]*,.*"
            + "|(?i:[rubf]{1,2})?(?:'''|\"\"\").*|(?i:b|br|rb)['\"].*|[-+]?[ \\t]*+[0-9.][^#]*[jJ]" + REST
            + "|\\.\\.\\." + REST + "|set[ \\t]*+\\(.*|[-+]{2,}.*");

    /** No literal, for all its brackets: a template of Jinja, an IPv6 address. */
    private static final Pattern NONE = Pattern.compile("(?s)\\{[{%#].*|\\[[0-9a-fA-F.]*+:[0-9a-fA-F:.]*+\\]");

    private static final Pattern COMMENT = Pattern.compile("\\s#");

    static PythonLiteral of(String written) {
        String value = written.replaceFirst("^[ \\t]+", "");
        Matcher word = WORD.matcher(value);
        if (word.matches()) {
            String text = word.group("word");
            return single(text.equals("None") ? "" : text);
        }
        Optional<String> number = number(value);
        if (number.isPresent()) {
            return single(number.get());
        }
        if (OTHER.matcher(value).matches() && !NONE.matcher(value).matches()) {
            return new PythonLiteral(written, false, "");
        }
        Optional<PythonLiteral> text = PythonString.literal(value);
        boolean comment = COMMENT.matcher(written).find();
        return text.orElseGet(() -> new PythonLiteral(
                written, true, comment ? "has a '#' that is part of the value and begins no comment" : ""));
    }

    static PythonLiteral single(String text) {
        return new PythonLiteral(text, true, "");
    }

    private static Optional<String> number(String value) {
        Matcher integer = INTEGER.matcher(value);
        if (value.length() <= MAX_DIGITS && integer.matches()) {
            BigInteger number = integer(integer);
            return Optional.of((integer.group("sign").equals("-") ? number.negate() : number).toString());
        }
        Matcher decimal = FLOAT.matcher(value);
        if (value.length() > MAX_DIGITS || !decimal.matches()) {
            return Optional.empty();
        }
        double number =
                Double.parseDouble(decimal.group("number").replace("_", "").toLowerCase(Locale.ROOT));
        return Optional.of(PythonFloat.text(decimal.group("sign").equals("-") ? -number : number));
    }

    private static BigInteger integer(Matcher m) {
        String[] names = {"hex", "oct", "bin", "dec"};
        int[] bases = {16, 8, 2, 10};
        for (int i = 0; i < names.length; i++) {
            if (m.group(names[i]) != null) {
                return new BigInteger(m.group(names[i]).replace("_", ""), bases[i]);
            }
        }
        throw new IllegalStateException("a number of no base");
    }
}
