package dev.preflight.yaml;

import dev.preflight.node.Node.ScalarType;
import java.util.Set;
import java.util.regex.Pattern;

/** Types of plain scalars by the core schema of YAML 1.2.2 (section 10.3.2). */
final class CoreSchema implements PlainScalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    @Override
    public ScalarType typeOf(String plain) {
        if (NULLS.contains(plain)) {
            return ScalarType.NULL;
        }
        if (BOOLEANS.contains(plain)) {
            return ScalarType.BOOLEAN;
        }
        if (INTEGER.matcher(plain).matches()) {
            return ScalarType.INTEGER;
        }
        return DECIMAL.matcher(plain).matches() ? ScalarType.DECIMAL : ScalarType.STRING;
    }
}
