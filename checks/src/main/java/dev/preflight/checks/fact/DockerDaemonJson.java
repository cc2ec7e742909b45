package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The configuration file of dockerd. That there is none is a value.
 *
 * @param path where dockerd looks for it
 * @param named whether the flag {@code --config-file} names this path; dockerd then does not start without the file
 * @param state what kind of file is there
 * @param listing the line of {@code ls -ldn} for it, untrusted; empty if there is none
 * @param content its bytes; empty unless it is a file
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes; files are never compared
public record DockerDaemonJson(String path, boolean named, State state, String listing, byte[] content) {

    /** What kind of file is at the path. */
    public enum State {
        /** Nothing. */
        ABSENT,
        /** A symbolic link to nothing. */
        DANGLING,
        /** A directory, a pipe or another thing that is no file. */
        IRREGULAR,
        /** A file, and it was read. */
        FILE
    }

    /** At most 64 KiB are read; the probe reads one byte more to see whether the file is longer. */
    public static final int LIMIT_BYTES = 64 * 1024;

    /** Read in a clean environment. */
    public static final Fact<DockerDaemonJson> FACT = Fact.named("docker-daemon-json", DockerDaemonJson.class)
            .sharing(SharedShell.class, "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .parsedBy(DockerDaemonJson::parse);

    static Reading<DockerDaemonJson> parse(ProbeOutput output) throws FactFormatException {
        byte[] all = output.out();
        int start = contentStart(all);
        String head = new String(all, 0, start < 0 ? all.length : start, StandardCharsets.UTF_8);
        HeadedText text = HeadedText.parse(ProbeOutput.lines(head));
        Optional<Reading<DockerDaemonJson>> unsure = text.unsure();
        if (unsure.isPresent()) {
            return unsure.get();
        }
        if (text.parts().isEmpty()) {
            throw new FactFormatException("expected the path of the file, found nothing");
        }
        HeadedText.Part where = text.parts().get(0);
        boolean named = where.name().equals("named");
        if (!named && !where.name().equals("default")) {
            throw new FactFormatException("expected the path of the file, found: " + where.name());
        }
        String path = where.argument();
        String listing = text.first("file")
                .orElseThrow(() -> new FactFormatException("expected the line of ls for " + path))
                .text();
        if (start >= 0) {
            return content(path, named, listing, output, start);
        }
        if (text.first("error").isPresent()) {
            return Reading.missing(
                    Reason.NOT_READABLE,
                    listing + " " + text.first("error").get().text().replace('\n', ' '));
        }
        if (text.first("irregular").isPresent()) {
            return got(path, named, State.IRREGULAR, listing, new byte[0]);
        }
        return absent(text, path, named, listing);
    }

    /** What {@code ls} says of a file that was not read. */
    private static Reading<DockerDaemonJson> absent(HeadedText text, String path, boolean named, String listing)
            throws FactFormatException {
        if (listing.matches("(?s)l[rwxsStT-]{9}.*")) {
            return got(path, named, State.DANGLING, listing, new byte[0]);
        }
        if (listing.contains("No such file or directory")
                || listing.contains("Not a directory")
                || listing.contains("File name too long")) {
            return got(path, named, State.ABSENT, "", new byte[0]);
        }
        if (listing.contains("Permission denied")) {
            String directory = text.first("directory")
                    .map(HeadedText.Part::text)
                    .orElse("")
                    .replace('\n', ' ');
            return Reading.missing(Reason.NO_PERMISSION, directory + " " + listing.replace('\n', ' '));
        }
        throw new FactFormatException("cannot tell whether the file exists: " + listing);
    }

    private static Reading<DockerDaemonJson> content(
            String path, boolean named, String listing, ProbeOutput output, int start) {
        byte[] content = Arrays.copyOfRange(output.out(), start, output.out().length);
        if (output.status() != 0) {
            return Reading.missing(Reason.NOT_READABLE, listing + " " + output.firstError());
        }
        if (content.length > LIMIT_BYTES) {
            return Reading.missing(Reason.TRUNCATED, listing);
        }
        return got(path, named, State.FILE, listing, content);
    }

    private static Reading<DockerDaemonJson> got(
            String path, boolean named, State state, String listing, byte[] content) {
        return Reading.got(new DockerDaemonJson(path, named, state, listing, content));
    }

    /** Where the bytes behind the heading {@code content} begin, or -1: text above them cannot begin a line. */
    private static int contentStart(byte[] all) {
        byte[] heading = "\ncontent\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + heading.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + heading.length, heading, 0, heading.length)) {
                return i + heading.length;
            }
        }
        return -1;
    }
}
