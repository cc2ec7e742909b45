package dev.preflight.checks.fact;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the Docker engine, as far as rules depend on it.
 *
 * @param major such as 26; up to 20 the second number belongs to the release's name
 * @param minor such as 10 in 20.10
 */
public record DockerVersion(int major, int minor) implements Comparable<DockerVersion> {
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[.+~-].*)?");
    private static final Pattern BANNER = Pattern.compile("Docker version (\\S+?),? .*|Docker version (\\S+?),?");

    /** Reads {@code 26.1.3}, {@code v20.10}, {@code 25} or {@code 20.10.24+dfsg1}; empty if it is none. */
    public static Optional<DockerVersion> parse(String text) {
        Matcher m = NUMBERS.matcher(text.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        int minor = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        return Optional.of(new DockerVersion(Integer.parseInt(m.group(1)), minor));
    }

    /** Reads what {@code dockerd --version} prints: {@code Docker version 26.1.3, build b72abbb}. */
    public static Optional<DockerVersion> ofBanner(String line) {
        Matcher m = BANNER.matcher(line.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        return parse(m.group(1) == null ? m.group(2) : m.group(1));
    }

    @Override
    public int compareTo(DockerVersion other) {
        return Comparator.comparingInt(DockerVersion::major)
                .thenComparingInt(DockerVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
