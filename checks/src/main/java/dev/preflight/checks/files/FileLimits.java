package dev.preflight.checks.files;

import dev.preflight.api.Bounds;
import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Shape;
import dev.preflight.define.Expected;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is required of one path. */
record FileLimits(
        @Param(value = "Whether it has to be there, or must not be", example = "false", kind = Kind.THRESHOLD)
        Optional<Boolean> exists,

        @Param(value = "What it has to be; a link is not followed", example = "dir", kind = Kind.THRESHOLD)
        Optional<FileType> type,

        @Param(
                value = "Its permission bits: all of them (eq), some that are set (has), some that are not (lacks)",
                example = "{lacks: 0077}",
                kind = Kind.THRESHOLD)
        Optional<ModeLimits> mode,

        @Param(
                value = "The user that it belongs to, by name or number",
                example = "root",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        Optional<String> owner,

        @Param(
                value = "The group that it belongs to, by name or number",
                example = "root",
                shape = Shape.WORD,
                kind = Kind.THRESHOLD)
        Optional<String> group,

        @Param(value = "Its size", example = "{min: 1B, max: 10MiB}", kind = Kind.THRESHOLD)
        Optional<SizeLimits> size,

        @Param(value = "How long ago it may have been changed", example = "1d", kind = Kind.THRESHOLD)
        Optional<Duration> maxAge,

        @Param(
                value = "SHA-256 of its content; the content itself is not sent for that",
                example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                kind = Kind.THRESHOLD)
        Optional<FileDigest> digest,

        @Param(
                value =
                        "What its text holds: matchers of checks of a profile's own, on the text or in a form; lines that begin with"
                                + " # do not count, unless the form gives another comment",
                example = "{as: keyvalue, is: {PermitRootLogin: 'no'}}",
                kind = Kind.THRESHOLD)
        Optional<Expected> content,

        @Param(value = "Whether its content must never leave the host", example = "true", kind = Kind.LOCATOR)
        boolean secret)
        implements Rows.Needed {

    FileLimits {
        boolean more = Stream.of(type, mode, owner, group, size, maxAge, digest, content)
                .anyMatch(Optional::isPresent);
        if (exists.isPresent() && !exists.get() && more) {
            throw new IllegalArgumentException("exists: of what must not be there nothing else can be required");
        }
        if (secret && content.isPresent()) {
            throw new IllegalArgumentException(
                    "content: only the digest of a secret file is sent; give digest instead");
        }
    }

    @Override
    public boolean requiresNothing() {
        return exists.isEmpty() && !asksOfFile() && type.isEmpty() && digest.isEmpty() && content.isEmpty();
    }

    /** Whether something is required of the file itself that a link to it does not have. */
    boolean asksOfFile() {
        return Stream.of(mode, owner, group, size, maxAge).anyMatch(Optional::isPresent);
    }

    boolean mustBeAbsent() {
        return exists.isPresent() && !exists.get();
    }

    /** Bits of a mode; what is not given is not looked at. */
    record ModeLimits(
            @Param(value = "All bits", example = "0640", kind = Kind.THRESHOLD)
            Optional<FileMode> eq,

            @Param(value = "Bits that are set", example = "0004", kind = Kind.THRESHOLD)
            Optional<FileMode> has,

            @Param(value = "Bits that are not set", example = "0077", kind = Kind.THRESHOLD)
            Optional<FileMode> lacks) {

        ModeLimits {
            if (eq.isEmpty() && has.isEmpty() && lacks.isEmpty()) {
                throw new IllegalArgumentException("mode: nothing is required; give one of eq, has, lacks");
            }
            FileMode least = mended(new FileMode(0), eq, has, lacks);
            boolean possible =
                    eq.stream().allMatch(least::equals) && has.stream().allMatch(least::covers);
            if (!possible) {
                throw new IllegalArgumentException("mode: nothing can hold these together");
            }
        }

        boolean holds(FileMode mode) {
            return mended(mode).equals(mode);
        }

        /** The mode with the least changes by which it holds. */
        FileMode mended(FileMode mode) {
            return mended(mode, eq, has, lacks);
        }

        private static FileMode mended(
                FileMode mode, Optional<FileMode> eq, Optional<FileMode> has, Optional<FileMode> lacks) {
            int set = eq.orElse(mode).bits() | has.map(FileMode::bits).orElse(0);
            int unset = lacks.map(FileMode::bits).orElse(0);
            return new FileMode(set & ~unset);
        }

        /** Whether others have to be able to do something with it. */
        boolean isForOthers() {
            return has.filter(bits -> (bits.bits() & 0007) != 0).isPresent();
        }
    }

    /** Bounds of a size. */
    record SizeLimits(
            @Param(value = "At least", example = "1B", kind = Kind.THRESHOLD)
            Optional<ByteSize> min,

            @Param(value = "At most", example = "10MiB", kind = Kind.THRESHOLD)
            Optional<ByteSize> max) {

        SizeLimits {
            if (min.isEmpty() && max.isEmpty()) {
                throw new IllegalArgumentException("size: nothing is required; give one of min, max");
            }
            Bounds.leaveRoom(min, "max", max, (least, most) -> least.bytes() <= most.bytes());
        }

        /** The bound that a size does not hold; empty if it holds both. */
        Optional<ByteSize> missed(long size) {
            return min.filter(least -> size < least.bytes()).or(() -> max.filter(most -> size > most.bytes()));
        }
    }

    /** A SHA-256, in hexadecimal digits. */
    record FileDigest(String hex) {
        static FileDigest parse(String text) {
            String digits = text.replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT);
            if (!digits.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("expected a SHA-256 of 64 hexadecimal digits");
            }
            return new FileDigest(digits);
        }
    }
}
