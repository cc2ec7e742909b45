package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.Starter;
import dev.preflight.app.StarterRequest;
import dev.preflight.inventory.Inventory;
import dev.preflight.inventory.InventoryLoader;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.CleanText;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the first files of a site. */
@Command(
        name = "init",
        description =
                "Write the first profile, inventory and test of a site, with comments. On a terminal it asks for what no"
                        + " option gives. It overwrites nothing.",
        footer = {"", "Without a terminal:", "  preflight init --platform kubernetes-node --host ops@10.0.0.7"},
        sortOptions = false)
final class InitCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where to write. Default: here.")
    private Path folder = Path.of("");

    @Mixin
    private final StarterOptions options = new StarterOptions();

    InitCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        NewFiles.refuseExisting(folder, options.files());
        Preflight preflight = Preflight.load();
        Questions questions = new Questions(io.canAsk(), io::line, io::say);
        StarterRequest request = options.request(preflight, questions);
        Map<String, String> files = preflight.starter().files(request);
        lint(preflight, request, files);
        // From here on a signal waits until all is written.
        io.interruption().cancels(() -> {});
        NewFiles.write(folder, files);
        files.keySet().forEach(name -> io.out().println(CleanText.of(path(name))));
        String inventory = options.inventory().map(Path::toString).orElse(path(Starter.inventoryName(request)));
        io.out().flush();
        next("preflight run -i " + CleanText.of(inventory) + " -p " + CleanText.of(path(Starter.profileName(request))));
        return ExitCode.PROCEED.number();
    }

    private void next(String command) {
        ConsoleWriter page = new ConsoleWriter(io.errWidth());
        page.withCommand(0, "Next:", command);
        io.err().print(page);
        io.err().flush();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** What would be wrong with the files is said before any is written. */
    private void lint(Preflight preflight, StarterRequest request, Map<String, String> files) throws ProblemsException {
        String inventory = Starter.inventoryName(request);
        String text = files.get(inventory);
        Inventory hosts = text == null
                ? InventoryLoader.load(options.inventory().orElseThrow())
                : InventoryLoader.parse(inventory, text);
        String profile = Starter.profileName(request);
        List<Problem> problems = preflight.lintText(
                profile, files.getOrDefault(profile, ""), io.clock().instant(), hosts);
        if (!problems.isEmpty()) {
            throw new ProblemsException(problems);
        }
    }
}
