package dev.preflight.table;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.ParamBinder;
import dev.preflight.yaml.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of data: a YAML list of mappings, each of which becomes a record whose components bear
 * {@link dev.preflight.api.Param}. The shipped rows lie beside the check; a site's own are a parameter of the check of the
 * type {@code List} of the same record, so that both are read by one binder and equally strictly.
 */
public final class DataTable {
    private DataTable() {}

    /**
     * The rows of the resource {@code <name>.yaml} beside {@code owner}.
     *
     * @throws IllegalStateException if there is no such resource, or anything is wrong in it; all of it is named
     */
    public static <R extends Record> List<R> named(String name, Class<?> owner, Class<R> row) {
        String file = name + ".yaml";
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no table " + file + " beside " + owner.getName());
            }
            Problems problems = new Problems();
            Optional<List<R>> rows =
                    parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8), name, row, problems);
            if (rows.isEmpty() || !problems.none()) {
                throw new IllegalStateException(
                        problems.all().stream().map(Object::toString).collect(Collectors.joining("\n")));
            }
            return rows.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The rows of a text, or empty after the problems were noted.
     *
     * @param source what problems call the text
     * @param name what the table is called in problems
     */
    public static <R extends Record> Optional<List<R>> parse(
            String source, String text, String name, Class<R> row, Problems problems) {
        Optional<Node> node = YamlText.parse(source, text, problems);
        return node.flatMap(list -> ParamBinder.rows(row, name, list, problems));
    }
}
