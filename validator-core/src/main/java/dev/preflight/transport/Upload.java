package dev.preflight.transport;

import java.util.List;
import java.util.OptionalInt;

/**
 * What comes of a file and a directory that are made through SFTP without a word on their modes, and removed again.
 *
 * @param places what came out where; first the directory in which a session starts
 */
public record Upload(List<Made> places) {

    /**
     * One directory that was tried.
     *
     * @param directory its path
     * @param exists whether it is a directory
     * @param fileMode permission bits of a new file; empty if none could be made
     * @param dirMode permission bits of a new directory; empty if none could be made
     * @param owner numeric user id of the new file; -1 if none could be made
     * @param group numeric group id of the new file; -1 if none could be made
     * @param error why nothing could be made, in the host's words
     */
    public record Made(
            String directory,
            boolean exists,
            OptionalInt fileMode,
            OptionalInt dirMode,
            int owner,
            int group,
            String error) {}

    public Upload {
        places = List.copyOf(places);
    }
}
