package dev.preflight.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExprVisitor;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.preflight.define.rule.CompiledRule.Mistake;
import java.util.ArrayList;
import java.util.List;

/** What the library's types allow and a rule must not say. */
final class CheckedMistakes extends CelExprVisitor {
    private final Source source;
    private final CelAbstractSyntaxTree tree;
    private final List<Mistake> mistakes = new ArrayList<>();

    private CheckedMistakes(Source source, CelAbstractSyntaxTree tree) {
        this.source = source;
        this.tree = tree;
    }

    /** All of them; empty if the expression can be used. */
    static List<Mistake> of(Source source, CelAbstractSyntaxTree tree) {
        CheckedMistakes checked = new CheckedMistakes(source, tree);
        checked.visit(tree);
        CelType result = tree.getResultType();
        if (result.kind() != CelKind.BOOL && result.kind() != CelKind.DYN) {
            checked.mistakes.add(
                    new Mistake(0, "the rule gives " + name(result) + "; it has to say what must hold, as in a >= b"));
        }
        return checked.mistakes;
    }

    private static String name(CelType type) {
        return TypeNames.a(CelTypes.format(type));
    }

    private CelType type(CelExpr part) {
        return tree.getType(part.id()).orElse(SimpleType.DYN);
    }

    @Override
    protected void visit(CelExpr part, CelCall call) {
        switch (call.function()) {
            case "_==_", "_!=_" -> equality(part, call);
            case "@in" -> {
                if (has(type(call.args().get(0)), CelKind.OPAQUE)) {
                    mistakes.add(new Mistake(source.at(part), "compare versions with vercmp(a, b)"));
                }
            }
            default -> {
                // The library has said what is wrong with others.
            }
        }
        super.visit(part, call);
    }

    @Override
    protected void visit(CelExpr part, CelList list) {
        List<String> types = list.elements().stream()
                .map(item -> CelTypes.format(type(item)))
                .filter(type -> !type.equals("dyn"))
                .distinct()
                .toList();
        if (types.size() > 1) {
            mistakes.add(new Mistake(
                    source.at(part),
                    "a list has items of one type, not " + TypeNames.a(types.get(0)) + " and "
                            + TypeNames.a(types.get(1))));
        }
        super.visit(part, list);
    }

    private void equality(CelExpr part, CelCall call) {
        for (CelExpr side : call.args()) {
            if (has(type(side), CelKind.OPAQUE)) {
                mistakes.add(new Mistake(
                        source.at(part), "compare versions with vercmp(a, b), as in vercmp(a, '1.10') == 0"));
                return;
            }
            if (has(type(side), CelKind.STRUCT)) {
                mistakes.add(new Mistake(source.at(part), "rows are not compared as a whole; compare their fields"));
                return;
            }
        }
    }

    private static boolean has(CelType type, CelKind kind) {
        return type.kind() == kind || type.parameters().stream().anyMatch(parameter -> has(parameter, kind));
    }

    @Override
    protected void visit(CelExpr part, CelComprehension loop) {
        CelExpr range = NotEmpty.list(loop.iterRange());
        if (type(range).kind() == CelKind.MAP) {
            mistakes.add(
                    new Mistake(source.at(range), "exists, all, filter and map look at a list, and this is a row"));
        }
        super.visit(part, loop);
    }
}
