package dev.preflight.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/** Markdown as CommonMark's reference implementation for the JVM reads it, with tables. */
final class Rendered {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** What the report has none of: a text that becomes one of these is markup. */
    private static final List<Class<? extends Node>> MARKUP = List.of(
            HtmlBlock.class,
            HtmlInline.class,
            Link.class,
            Image.class,
            LinkReferenceDefinition.class,
            IndentedCodeBlock.class,
            ThematicBreak.class);

    private Rendered() {}

    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }

    /** The nodes of a kind, in the order of the document. */
    static <T extends Node> List<T> all(Node root, Class<T> kind) {
        List<T> found = new ArrayList<>();
        walk(root, node -> {
            if (kind.isInstance(node)) {
                found.add(kind.cast(node));
            }
        });
        return found;
    }

    /** The names of the nodes that must not be. */
    static List<String> markup(Node root) {
        return MARKUP.stream()
                .flatMap(kind -> all(root, kind).stream())
                .map(node -> node.getClass().getSimpleName())
                .toList();
    }

    /** All that a reader sees, without blocks of code. */
    static String text(Node root) {
        StringBuilder text = new StringBuilder();
        walk(root, node -> {
            if (node instanceof Text one) {
                text.append(one.getLiteral());
            } else if (node instanceof Code one) {
                text.append(one.getLiteral());
            } else if (node instanceof SoftLineBreak) {
                text.append('\n');
            }
        });
        return text.toString();
    }

    private static void walk(Node node, Consumer<Node> each) {
        each.accept(node);
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            walk(child, each);
        }
    }
}
