package dev.preflight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Profiles with one check, whose outcome on this machine a test can choose. */
enum UmaskProfile {
    /** Passes with any sensible umask of the user who runs the tests. */
    LENIENT("0600", "0700"),
    /** Fails with any sensible umask. */
    STRICT("0777", "0777");

    private final String fileMode;
    private final String directoryMode;

    UmaskProfile(String fileMode, String directoryMode) {
        this.fileMode = fileMode;
        this.directoryMode = directoryMode;
    }

    /** Writes the profile, and returns the path of the file. */
    String in(Path folder) throws IOException {
        String name = name().toLowerCase(Locale.ROOT);
        return Files.writeString(folder.resolve(name + ".yaml"), """
                name: %s
                description: For a test
                checks:
                  umask-effective:
                    params: {required_contexts: [exec], required_file_mode: "%s", required_dir_mode: "%s"}
                """.formatted(name, fileMode, directoryMode))
                .toString();
    }
}
