package dev.preflight.rules;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What {@code filter} and {@code map} are replaced by. The library's own loops copy the list that they make, and all that is
 * in it, for each item: 4096 rows took a minute.
 */
final class Gathering {
    /** A name with this sign cannot be written in a rule. */
    private static final String ADD = "@gather";

    private static final String END = "@gathered";

    /** A list that is being made; not a list to the library. */
    private static final class Gathered {
        private final List<Object> items = new ArrayList<>();
    }

    private Gathering() {}

    static List<CelMacro> macros() {
        return List.of(
                CelMacro.newReceiverMacro(
                        Signature.FILTER.id(), 2, (exprs, list, arguments) -> loop(exprs, list, arguments, true)),
                CelMacro.newReceiverMacro(
                        Signature.MAP.id(), 2, (exprs, list, arguments) -> loop(exprs, list, arguments, false)));
    }

    private static Optional<CelExpr> loop(
            CelMacroExprFactory exprs, CelExpr list, List<CelExpr> arguments, boolean filter) {
        String made = exprs.getAccumulatorVarName();
        String item = arguments.get(0).ident().name();
        CelExpr step = filter
                ? exprs.newGlobalCall(
                        Operator.CONDITIONAL.getFunction(),
                        arguments.get(1),
                        exprs.newGlobalCall(ADD, exprs.newIdentifier(made), exprs.newIdentifier(item)),
                        exprs.newIdentifier(made))
                : exprs.newGlobalCall(ADD, exprs.newIdentifier(made), arguments.get(1));
        CelExpr all = exprs.newGlobalCall(END, exprs.newIdentifier(made));
        return Optional.of(exprs.fold(item, list, made, exprs.newList(), exprs.newBoolLiteral(true), step, all));
    }

    static List<CelFunctionDecl> functions() {
        CelType item = TypeParamType.create("A");
        CelType list = ListType.create(item);
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        ADD, CelOverloadDecl.newGlobalOverload(ADD + " item", list, list, item)),
                CelFunctionDecl.newFunctionDeclaration(
                        END, CelOverloadDecl.newGlobalOverload(END + " list", list, list)));
    }

    static List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> all = new ArrayList<>();
        all.addAll(CelFunctionBinding.fromOverloads(
                ADD, CelFunctionBinding.from(ADD + " item", Object.class, Object.class, Gathering::add)));
        all.addAll(CelFunctionBinding.fromOverloads(
                END, CelFunctionBinding.from(END + " list", Object.class, Gathering::end)));
        return all;
    }

    /** The first item comes to the empty list that a loop begins with. */
    private static Object add(Object made, Object item) {
        Gathered gathered = made instanceof Gathered begun ? begun : new Gathered();
        gathered.items.add(item);
        return gathered;
    }

    private static Object end(Object made) {
        return made instanceof Gathered gathered ? gathered.items : List.copyOf((Collection<?>) made);
    }
}
