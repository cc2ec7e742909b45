package dev.preflight.transport;

import java.util.List;
import java.util.OptionalInt;

/**
 * The result of {@link Session#upload}: which modes a new file and a new directory get through SFTP.
 *
 * @param places the result in each directory; first the one where SFTP starts
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
     * @param error why nothing could be created, in the host's words
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
