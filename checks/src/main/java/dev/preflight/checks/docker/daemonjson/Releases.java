package dev.preflight.checks.docker.daemonjson;

import dev.preflight.checks.fact.DockerVersion;

/**
 * The releases of a row of a table.
 *
 * @param since the first of them
 * @param until the first behind them
 */
record Releases(DockerVersion since, DockerVersion until) {
    private static final DockerVersion ALWAYS = new DockerVersion(0, 0);
    private static final DockerVersion NEVER = new DockerVersion(Integer.MAX_VALUE, 0);

    /**
     * Reads the two cells of a row; an empty one is no limit.
     *
     * @throws IllegalArgumentException naming the cell that is no release
     */
    static Releases of(String since, String until) {
        return new Releases(one("since", since, ALWAYS), one("until", until, NEVER));
    }

    /**
     * Those from this one on; an empty one is no limit.
     *
     * @throws IllegalArgumentException if it is no release
     */
    static Releases since(String since) {
        return of(since, "");
    }

    /**
     * Those before this one; an empty one is no limit.
     *
     * @throws IllegalArgumentException if it is no release
     */
    static Releases until(String until) {
        return of("", until);
    }

    boolean hold(DockerVersion version) {
        return version.compareTo(since) >= 0 && !before(version);
    }

    /** Whether a release comes behind all of these. */
    boolean before(DockerVersion version) {
        return version.compareTo(until) >= 0;
    }

    private static DockerVersion one(String cell, String text, DockerVersion none) {
        if (text.isEmpty()) {
            return none;
        }
        return DockerVersion.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(cell + ": expected a release such as '20.10', found " + text));
    }
}
