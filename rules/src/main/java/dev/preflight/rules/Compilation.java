package dev.preflight.rules;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.define.value.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From the text of an expression to a rule or to the mistakes in it. */
final class Compilation {
    /** Used by several threads; what they share is made when the first rule is compiled. */
    private static final class Shared {
        static final CelOptions OPTIONS = CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .retainRepeatedUnaryOperators(true)
                .enableQuotedIdentifierSyntax(false)
                .maxExpressionCodePointSize(Bounds.EXPRESSION)
                .comprehensionMaxIterations(Bounds.ITERATIONS)
                .maxRegexProgramSize(Bounds.PROGRAM)
                .build();

        static final CelParser PARSER =
                CelParserFactory.standardCelParserBuilder().setOptions(OPTIONS).build();

        static final CelStandardDeclarations OPERATORS = Declarations.checked();

        static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(Declarations.run())
                .addFunctionBindings(Functions.bindings())
                .addFunctionBindings(Gathering.bindings())
                .addFunctionBindings(NotEmpty.bindings())
                .build();
    }

    private Compilation() {}

    static CompiledRule of(String expression, Map<String, ValueType> names) {
        int characters = expression.length();
        if (characters > Bounds.EXPRESSION) {
            return refused(new Mistake(
                    Bounds.EXPRESSION,
                    "the expression has " + characters + " characters, and " + Bounds.EXPRESSION + " are allowed"));
        }
        try {
            return compiled(expression, declared(names));
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            // Also what the library does not document: a profile has a mistake at a place, and the run goes on to the
            // next.
            return refused(new Mistake(0, "the expression cannot be compiled: " + e.getMessage()));
        }
    }

    /** What may be named, by how a rule writes it; a name that is written so anyway goes before one with a hyphen. */
    private static Map<String, CelRule.Declared> declared(Map<String, ValueType> names) {
        Map<String, CelRule.Declared> declared = new LinkedHashMap<>();
        names.forEach((name, type) -> declared.merge(
                RuleTypes.written(name),
                new CelRule.Declared(name, type),
                (first, second) -> name.contains("-") ? first : second));
        return declared;
    }

    private static CompiledRule compiled(String expression, Map<String, CelRule.Declared> declared)
            throws CelValidationException, CelEvaluationException {
        CelValidationResult parsed = Shared.PARSER.parse(expression);
        Source source = new Source(expression, parsed.getSource());
        if (parsed.hasError()) {
            return refused(SyntaxMistakes.of(source, parsed.getErrors().get(0)));
        }
        Map<String, String> names = new HashMap<>();
        declared.forEach((written, name) -> names.put(written, name.name()));
        Written text = new Written(source, parsed.getAst().getExpr(), names);
        Map<String, CelRule.Declared> used = new LinkedHashMap<>(declared);
        used.values().removeIf(name -> !text.used().contains(name.name()));
        // A name that is not known may be of any type: what is wrong elsewhere is said as well.
        text.unknown().forEach(name -> used.put(name, new CelRule.Declared(name, ValueType.Simple.ANY)));
        if (text.mistakes().size() > text.unknown().size()) {
            return new CompiledRule.Refused(text.mistakes());
        }
        RuleTypes types = new RuleTypes(text.selected());
        CelValidationResult checked = checked(expression, types, used);
        if (checked.hasError() || !text.mistakes().isEmpty()) {
            TypeMistakes mistakes = new TypeMistakes(source, text, types);
            return new CompiledRule.Refused(Stream.concat(
                            text.mistakes().stream(),
                            checked.getErrors().stream().map(mistakes::of))
                    .distinct()
                    .toList());
        }
        CelAbstractSyntaxTree tree = checked.getAst();
        List<Mistake> mistakes = CheckedMistakes.of(new Source(expression, tree.getSource()), tree);
        return mistakes.isEmpty()
                ? new CompiledRule.Usable(new CelRule(Shared.RUNTIME.createProgram(tree), used, text.patterns()))
                : new CompiledRule.Refused(mistakes);
    }

    private static CelValidationResult checked(
            String expression, RuleTypes types, Map<String, CelRule.Declared> declared) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(Shared.OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(Shared.OPERATORS)
                .setStandardMacros(CelStandardMacro.HAS, CelStandardMacro.EXISTS)
                .addMacros(Gathering.macros())
                .addMacros(NotEmpty.macro())
                .setTypeProvider(types);
        declared.forEach((written, name) -> compiler.addVar(written, types.of(name.type())));
        return compiler.addFunctionDeclarations(Declarations.functions(types))
                .addFunctionDeclarations(Gathering.functions())
                .addFunctionDeclarations(NotEmpty.function())
                .build()
                .compile(expression);
    }

    private static CompiledRule refused(Mistake mistake) {
        return new CompiledRule.Refused(List.of(mistake));
    }
}
