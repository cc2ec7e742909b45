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
 * Asks Preflight before an IzPack installer unpacks anything, and ends the installer unless it may proceed. Made for
 * IzPack 5.2; {@code docs/installers.md} shows an installer with it.
 *
 * <p>It runs the command {@code preflight hook} in a process of its own, because IzPack merges the jars of listeners into
 * one, and Preflight's SSH library would lose in it what it needs to speak with today's servers. So the class needs nothing
 * but the JDK and IzPack's API, and Preflight's distribution lies beside the installer.
 *
 * <p>IzPack variables, or else properties of the Java that runs the installer: {@code preflight.command}, the path of
 * {@code bin/preflight}; {@code preflight.request}, the path of a request in JSON, whose form is that of the hook.
 */
public final class PreflightListener extends AbstractInstallerListener {
    /** The one code that lets an installer proceed. */
    private static final int PROCEED = 0;

    private final InstallData installData;

    /** IzPack hands in the installation's variables. */
    public PreflightListener(InstallData installData) {
        super();
        this.installData = installData;
    }

    /**
     * Asks, and returns only if the installer may proceed.
     *
     * @throws InstallerException otherwise; IzPack ends without having unpacked anything
     */
    @Override
    public void beforePacks(List<Pack> packs, ProgressListener listener) {
        String command = variable("preflight.command");
        String request = variable("preflight.request");
        StringBuilder said = new StringBuilder();
        int exit = run(command, new File(request), said);
        if (exit != PROCEED) {
            throw refused("Nothing was installed: Preflight ended with exit code " + exit + "\n" + said);
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

    /** Said once more by itself: IzPack shows a failure with its stack. */
    private static InstallerException refused(String reason) {
        System.err.println(reason);
        return new InstallerException(reason);
    }

    /** Standard error is what people read: a line for each host, or what is wrong with the request. */
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
