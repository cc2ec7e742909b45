package dev.preflight.rules;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.TypeParamType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What {@code all} is replaced by. In CEL it holds for an empty list, and a list is often empty because nothing was found that
 * should be there. Here it is an error, which the rest of a rule may decide: {@code size(list) == 0 || list.all(...)} holds.
 */
final class NotEmpty {
    /** A name with this sign cannot be written in a rule. */
    private static final String FILLED = "@filled";

    private NotEmpty() {}

    static CelMacro macro() {
        return CelMacro.newReceiverMacro(Signature.ALL.id(), 2, NotEmpty::loop);
    }

    /** The loop of the library, around a list that must not be empty. */
    private static Optional<CelExpr> loop(CelMacroExprFactory exprs, CelExpr list, List<CelExpr> arguments) {
        String holds = exprs.getAccumulatorVarName();
        CelExpr goOn = exprs.newGlobalCall(Operator.NOT_STRICTLY_FALSE.getFunction(), exprs.newIdentifier(holds));
        CelExpr step =
                exprs.newGlobalCall(Operator.LOGICAL_AND.getFunction(), exprs.newIdentifier(holds), arguments.get(1));
        return Optional.of(exprs.fold(
                arguments.get(0).ident().name(),
                exprs.newGlobalCall(FILLED, list),
                holds,
                exprs.newBoolLiteral(true),
                goOn,
                step,
                exprs.newIdentifier(holds)));
    }

    /** The list of a loop, as the rule has it. */
    static CelExpr list(CelExpr range) {
        return range.callOrDefault().function().equals(FILLED)
                ? range.call().args().get(0)
                : range;
    }

    static CelFunctionDecl function() {
        CelType any = TypeParamType.create("A");
        return CelFunctionDecl.newFunctionDeclaration(
                FILLED, CelOverloadDecl.newGlobalOverload(FILLED + " any", any, any));
    }

    static Collection<CelFunctionBinding> bindings() {
        return CelFunctionBinding.fromOverloads(
                FILLED, CelFunctionBinding.from(FILLED + " any", Object.class, NotEmpty::filled));
    }

    private static Object filled(Object list) {
        if (list instanceof Collection<?> items && items.isEmpty()) {
            throw new RuleFault("'all' looks at an empty list, which decides nothing;"
                    + " say what that means: size(list) > 0 && ..., or size(list) == 0 || ...");
        }
        return list;
    }
}
