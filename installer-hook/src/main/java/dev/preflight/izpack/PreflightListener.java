package dev.preflight.izpack;

import com.izforge.izpack.api.data.InstallData;
import com.izforge.izpack.api.data.Pack;
import com.izforge.izpack.api.event.AbstractInstallerListener;
import com.izforge.izpack.api.event.ProgressListener;
import com.izforge.izpack.api.exception.InstallerException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs Preflight before an IzPack installer unpacks anything, and ends the installer unless it may proceed. For IzPack
 * 5.2; {@code docs/installers.md} shows an installer with it.
 *
 * <p>It runs the command {@code preflight hook} in another process. IzPack merges the jars of listeners into one, in
 * which Preflight's SSH library would lose the multi-release classes that it needs for the algorithms of current
 * servers. Therefore this class uses only the JDK and the API of IzPack, and the distribution of Preflight is shipped
 * with the installer.
 *
 * <p>It reads two IzPack variables, or system properties of the installer's JVM: {@code preflight.command}, the path of
 * {@code bin/preflight}, and {@code preflight.request}, the path of a request in JSON in the form of the hook.
 */
public final class PreflightListener extends AbstractInstallerListener {
    /** The only exit code with which an installer may proceed. */
    private static final int PROCEED = 0;

    private final InstallData installData;

    /** Called by IzPack with the variables of the installation. */
    public PreflightListener(InstallData installData) {
        super();
        this.installData = installData;
    }

    /**
     * Returns only if the installer may proceed.
     *
     * @throws InstallerException otherwise; IzPack then ends before it unpacks anything
     */
    @Override
    public void beforePacks(List<Pack> packs, ProgressListener listener) {
        String command = variable("preflight.command");
        String request = variable("preflight.request");
        StringBuilder said = new StringBuilder();
        int exit = run(command, new File(request), said);
        if (exit != PROCEED) {
            // The page is shown once: IzPack prints what it is thrown as well.
            System.err.print(said);
            throw refused("Nothing was installed: Preflight ended with exit code " + exit);
        }
    }

    private String variable(String name) {
        String value = installData.getVariable(name);
        if (value == null || value.isEmpty()) {
            value = System.getProperty(name, "");
        }
        if (value.isEmpty()) {
            throw refused("Nothing was installed: the variable " + name + " is not set");
        }
        return value;
    }

    /** IzPack prints the exception with its stack trace, which tells a user of an installer nothing. */
    private static InstallerException refused(String reason) {
        InstallerException refusal = new InstallerException(reason);
        refusal.setStackTrace(new StackTraceElement[0]);
        return refusal;
    }

    /** Collects standard error, which is for people: a line for each host and the page, or the problems of the request. */
    private static int run(String command, File request, StringBuilder said) {
        try {
            Process process = new ProcessBuilder(command, "hook")
                    .redirectInput(request)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader err =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = err.readLine(); line != null; line = err.readLine()) {
                    said.append(line).append('\n');
                }
            }
            return process.waitFor();
        } catch (IOException e) {
            throw refused("Nothing was installed: Preflight cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("Nothing was installed: interrupted");
        }
    }
}
