package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Plain scalars as Ansible reads them: YAML 1.1 as PyYAML has it ({@code yaml/resolver.py} and {@code constructor.py}),
 * where {@code 026} is 22, {@code no} is false and {@code 1:30} is 90. Values come back as Python writes them. Dates
 * are not changed.
 */
final class AnsibleScalars implements PlainScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    private static final Pattern INTEGER =
            Pattern.compile("[-+]?0b[01_]*[01][01_]*+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*+)"
                    + "|[-+]?0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*+|[-+]?[1-9][0-9_]*+(?::[0-5]?[0-9])++");

    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9][0-9_]*+\\.[0-9_]*+(?:[eE][-+][0-9]++)?"
            + "|\\.[0-9][0-9_]*+(?:[eE][-+][0-9]++)?|[-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])++\\.[0-9_]*+"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    private static final int SEXAGESIMAL = 60;

    /** Text that a vault encrypted, and text in which no template is looked for, alone or all below it. */
    private static final Set<String> VAULT = Set.of("!vault", "!vault-encrypted");

    private static final String UNSAFE = "!unsafe";
    private static final Pattern TEMPLATE = Pattern.compile("\\{[{%#]");

    @Override
    public boolean isText(String tag, String value) {
        return tag.equals(UNSAFE) || (VAULT.contains(tag) && value.startsWith("$ANSIBLE_VAULT"));
    }

    /** Text that looks like a template and is none is marked as in Ansible's JSON. */
    @Override
    public Optional<Node> marked(String tag, String value, Place at) {
        if (!tag.equals(UNSAFE) || !TEMPLATE.matcher(value).find()) {
            return Optional.empty();
        }
        Node text = new Node.Scalar(value, ScalarType.STRING, at);
        return Optional.of(new Node.Mapping(List.of(new Node.Entry("__ansible_unsafe", at, text)), at));
    }

    /** PyYAML refuses it. */
    @Override
    public boolean repeatsAnchors() {
        return false;
    }

    @Override
    public boolean merges() {
        return true;
    }

    @Override
    public ScalarType typeOf(String plain) {
        if (NULLS.contains(plain)) {
            return ScalarType.NULL;
        }
        if (TRUE.contains(plain) || FALSE.contains(plain)) {
            return ScalarType.BOOLEAN;
        }
        if (INTEGER.matcher(plain).matches()) {
            return ScalarType.INTEGER;
        }
        return DECIMAL.matcher(plain).matches() ? ScalarType.DECIMAL : ScalarType.STRING;
    }

    @Override
    public String value(String plain) {
        return switch (typeOf(plain)) {
            case NULL, STRING -> plain;
            case BOOLEAN -> TRUE.contains(plain) ? "True" : "False";
            case INTEGER -> integer(plain.replace("_", "")).toString();
            case DECIMAL -> decimal(plain.replace("_", "").toLowerCase(Locale.ROOT));
        };
    }

    private static BigInteger integer(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0")) {
            value = new BigInteger(digits, 8);
        } else {
            value = BigInteger.ZERO;
            for (String part : digits.split(":", -1)) {
                value = value.multiply(BigInteger.valueOf(SEXAGESIMAL)).add(new BigInteger(part));
            }
        }
        return text.startsWith("-") ? value.negate() : value;
    }

    private static String decimal(String text) {
        if (text.endsWith("inf") || text.endsWith("nan")) {
            return text.replaceAll("[.+]", "");
        }
        boolean negative = text.startsWith("-");
        double value = 0;
        for (String part : text.replaceFirst("^[-+]", "").split(":", -1)) {
            value = value * SEXAGESIMAL + Double.parseDouble(part);
        }
        return PythonFloat.text(negative ? -value : value);
    }
}
