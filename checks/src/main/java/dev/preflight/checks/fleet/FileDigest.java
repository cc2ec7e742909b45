package dev.preflight.checks.fleet;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * What stands for the content of a file: sha256sum(1), FIPS 180-4.
 *
 * @param digest 64 hexadecimal digits; empty if there is no such file
 */
record FileDigest(Optional<String> digest) {
    /** A quarter of a gigabyte at most, which a slow disk reads in this time. */
    private static final Fact<FileDigest> FACT = Fact.named("file-digest", FileDigest.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .parsedBy(FileDigest::parse);

    /** The request for the file at this path. */
    static FactRequest<FileDigest> request(String path) {
        return FACT.request().with("PATH", path);
    }

    private static Reading<FileDigest> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("absent").isPresent()) {
            return Reading.got(new FileDigest(Optional.empty()));
        }
        if (text.first("denied").isPresent()) {
            return Reading.missing(Reason.NO_PERMISSION, "");
        }
        if (text.first("no-tool").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "sha256sum");
        }
        if (text.first("large").isPresent()) {
            return Reading.missing(Reason.TRUNCATED, "more than 256 MiB");
        }
        if (text.first("other").isPresent()) {
            return Reading.missing(Reason.AMBIGUOUS, "it is no regular file");
        }
        String digest = text.argument("digest").orElse("");
        if (!digest.matches("[0-9a-f]{64}")) {
            return Reading.missing(Reason.NOT_READABLE, output.firstError());
        }
        return Reading.got(new FileDigest(Optional.of(digest)));
    }
}
