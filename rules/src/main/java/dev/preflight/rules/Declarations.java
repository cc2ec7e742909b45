package dev.preflight.rules;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.CelStandardOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which operators and functions a rule may use, and with which types. */
final class Declarations {
    /**
     * Operators of the library that a checked expression may use. Text has no order here: 10 would be before 9. Numbers of
     * two kinds are not mixed.
     */
    private static final Set<String> CHECKED = Set.of(
            "conditional",
            "logical_not",
            "logical_or",
            "logical_and",
            "not_strictly_false",
            "equals",
            "not_equals",
            "in_list",
            "in_map",
            "index_list",
            "index_map",
            "add_int64",
            "add_double",
            "add_string",
            "subtract_int64",
            "subtract_double",
            "multiply_int64",
            "multiply_double",
            "divide_int64",
            "divide_double",
            "modulo_int64",
            "negate_int64",
            "negate_double",
            "less_int64",
            "less_double",
            "less_timestamp",
            "less_equals_int64",
            "less_equals_double",
            "less_equals_timestamp",
            "greater_int64",
            "greater_double",
            "greater_timestamp",
            "greater_equals_int64",
            "greater_equals_double",
            "greater_equals_timestamp",
            "size_string",
            "size_list",
            "size_map",
            "string_size",
            "list_size",
            "map_size");

    /** Those that are the library's when a rule runs, too; the others are in {@link Functions}. */
    private static final Set<CelStandardFunctions.StandardFunction> RUN = Set.of(
            CelStandardFunctions.StandardFunction.LOGICAL_NOT,
            CelStandardFunctions.StandardFunction.NOT_STRICTLY_FALSE,
            CelStandardFunctions.StandardFunction.EQUALS,
            CelStandardFunctions.StandardFunction.NOT_EQUALS,
            CelStandardFunctions.StandardFunction.IN,
            CelStandardFunctions.StandardFunction.INDEX,
            CelStandardFunctions.StandardFunction.MODULO,
            CelStandardFunctions.StandardFunction.NEGATE,
            CelStandardFunctions.StandardFunction.LESS,
            CelStandardFunctions.StandardFunction.LESS_EQUALS,
            CelStandardFunctions.StandardFunction.GREATER,
            CelStandardFunctions.StandardFunction.GREATER_EQUALS,
            CelStandardFunctions.StandardFunction.SIZE);

    private static final CelType INT = SimpleType.INT;
    private static final CelType DOUBLE = SimpleType.DOUBLE;
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;

    private Declarations() {}

    /** The operators, for the checker. */
    static CelStandardDeclarations checked() {
        return CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) ->
                        CHECKED.contains(overload.celOverloadDecl().overloadId()))
                .filterIdentifiers(identifier -> false)
                .build();
    }

    /** The operators, for a rule that runs. What is known only then, as a field of JSON, may be a number of either kind. */
    static CelStandardFunctions run() {
        return CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) -> RUN.contains(function) && runs(overload))
                .build();
    }

    private static boolean runs(CelStandardOverload overload) {
        if (!(overload instanceof Enum<?> one)) {
            return false;
        }
        String id = one.name().toLowerCase(Locale.ROOT);
        return CHECKED.contains(id) || id.endsWith("_int64_double") || id.endsWith("_double_int64");
    }

    /** The functions. */
    static List<CelFunctionDecl> functions(RuleTypes types) {
        List<CelFunctionDecl> all = new ArrayList<>(List.of(
                conversion(Signature.INT, INT, INT, DOUBLE, TEXT),
                conversion(Signature.DOUBLE, DOUBLE, INT, DOUBLE, TEXT),
                conversion(Signature.STRING, TEXT, TEXT, INT, DOUBLE, BOOL, RuleTypes.VERSION),
                least(Signature.MIN),
                least(Signature.MAX),
                function(
                        Signature.SUM,
                        plain(Signature.SUM, INT, list(INT)),
                        plain(Signature.SUM, DOUBLE, list(DOUBLE))),
                function(Signature.BYTES_OF, plain(Signature.BYTES_OF, INT, TEXT)),
                function(Signature.SECONDS_OF, plain(Signature.SECONDS_OF, INT, TEXT)),
                function(Signature.DAYS_UNTIL, plain(Signature.DAYS_UNTIL, INT, SimpleType.TIMESTAMP)),
                versions(),
                ofText(Signature.MATCHES),
                ofText(Signature.CONTAINS),
                ofText(Signature.STARTS_WITH),
                ofText(Signature.ENDS_WITH)));
        for (StructType row : types.open()) {
            all.add(CelFunctionDecl.newFunctionDeclaration(
                    "_[_]", CelOverloadDecl.newGlobalOverload("index " + row.name(), SimpleType.DYN, row, TEXT)));
            all.add(CelFunctionDecl.newFunctionDeclaration(
                    "@in", CelOverloadDecl.newGlobalOverload("in " + row.name(), BOOL, TEXT, row)));
        }
        return all;
    }

    private static CelFunctionDecl conversion(Signature signature, CelType to, CelType... from) {
        List<CelOverloadDecl> overloads = new ArrayList<>();
        for (CelType type : from) {
            overloads.add(plain(signature, to, type));
        }
        return function(signature, overloads.toArray(CelOverloadDecl[]::new));
    }

    private static CelFunctionDecl least(Signature signature) {
        return function(
                signature,
                plain(signature, INT, INT, INT),
                plain(signature, DOUBLE, DOUBLE, DOUBLE),
                plain(signature, INT, list(INT)),
                plain(signature, DOUBLE, list(DOUBLE)));
    }

    private static CelFunctionDecl versions() {
        List<CelOverloadDecl> overloads = new ArrayList<>();
        for (CelType a : List.of(TEXT, RuleTypes.VERSION)) {
            for (CelType b : List.of(TEXT, RuleTypes.VERSION)) {
                overloads.add(plain(Signature.VERCMP, INT, a, b));
                overloads.add(plain(Signature.VERCMP, INT, a, b, TEXT));
            }
        }
        return function(Signature.VERCMP, overloads.toArray(CelOverloadDecl[]::new));
    }

    private static CelFunctionDecl ofText(Signature signature) {
        return function(signature, CelOverloadDecl.newMemberOverload("of text " + signature.id(), BOOL, TEXT, TEXT));
    }

    private static CelFunctionDecl function(Signature signature, CelOverloadDecl... overloads) {
        return CelFunctionDecl.newFunctionDeclaration(signature.id(), overloads);
    }

    private static CelOverloadDecl plain(Signature signature, CelType result, CelType... arguments) {
        StringBuilder id = new StringBuilder(signature.id());
        for (CelType argument : arguments) {
            id.append(' ').append(argument.name());
            argument.parameters().forEach(parameter -> id.append(' ').append(parameter.name()));
        }
        return CelOverloadDecl.newGlobalOverload(id.toString(), result, arguments);
    }

    private static CelType list(CelType element) {
        return ListType.create(element);
    }
}
