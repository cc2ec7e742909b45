package dev.preflight.checks.software;

import com.google.re2j.Pattern;

/**
 * The version of a package: a number that starts a new count, the version of the program, and that of the package. Sources:
 * deb-version(7), rpm-version(7), and of apk-tools the page "APKBUILD Reference" of the Alpine wiki.
 *
 * @param epoch empty if there is none
 * @param upstream the version of the program
 * @param revision empty if there is none
 */
record PackageVersion(String epoch, String upstream, String revision) {
    private static final Pattern EPOCH = Pattern.compile("\\d{1,9}");

    /** Debian writes so that it left files out of the program's archive; the program's version is before it. */
    private static final Pattern REPACKED = Pattern.compile("[~+.](?:dfsg|ds|repack)[.0-9]*$");

    /** What a profile writes: begins with a digit, has no blank. */
    private static final Pattern BOUND = Pattern.compile("(?:\\d{1,9}:)?\\d[A-Za-z0-9.+~^_-]{0,63}");

    /** The parts of a version as the databases write it. */
    static PackageVersion of(String text) {
        int colon = text.indexOf(':');
        boolean counted = colon > 0 && EPOCH.matcher(text.substring(0, colon)).matches();
        String rest = counted ? text.substring(colon + 1) : text;
        int dash = rest.lastIndexOf('-');
        return new PackageVersion(
                counted ? text.substring(0, colon) : "",
                dash < 0 ? rest : rest.substring(0, dash),
                dash < 0 ? "" : rest.substring(dash + 1));
    }

    /** A least version, or one that is too new. */
    record VersionBound(String text) {
        /**
         * Reads a version.
         *
         * @throws IllegalArgumentException if it is anything else
         */
        static VersionBound parse(String text) {
            if (!BOUND.matcher(text).matches()) {
                throw new IllegalArgumentException("expected a version such as 1.7.0 or 5:26.1.3-1");
            }
            return new VersionBound(text);
        }

        /**
         * Whether a version is before it. Only what the bound has is compared: to a bound without an epoch, Docker's
         * 5:18.09 is before 26.0.
         */
        boolean isAfter(String version, PackageManager manager) {
            PackageVersion own = of(text);
            PackageVersion other = of(version);
            boolean whole = !own.revision.isEmpty();
            return own.compareTo(
                            new PackageVersion(
                                    own.epoch.isEmpty() ? "" : other.epoch,
                                    whole ? other.upstream : other.program(),
                                    whole ? other.revision : ""),
                            manager)
                    > 0;
        }
    }

    /** Negative, zero or positive, as it is before, the same as or after the other. */
    int compareTo(PackageVersion other, PackageManager manager) {
        int order = Long.compare(count(epoch), count(other.epoch));
        if (order == 0) {
            order = manager.order().compare(upstream, other.upstream);
        }
        return order == 0 ? manager.order().compare(revision, other.revision) : order;
    }

    private static long count(String epoch) {
        return epoch.isEmpty() ? 0 : Long.parseLong(epoch);
    }

    /** The version of the program, without what Debian adds to it; of 2.0+really1.9 that is 1.9. */
    private String program() {
        int really = upstream.indexOf("+really");
        String plain = really < 0 ? upstream : upstream.substring(really + "+really".length());
        return REPACKED.matcher(plain).replaceFirst("");
    }
}
