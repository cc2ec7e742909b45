package dev.preflight.casefile;

/** The keys of requests, as people write them: facts of checks that a profile defines have a slash, and keys a dot. */
final class FactKey {
    private FactKey() {}

    /** The id of the fact, such as {@code x-map-count/maps}. */
    static String fact(String key) {
        return withSlash(key.replaceFirst("@.*", ""));
    }

    /** Fact and context, without the hash of what is asked. */
    static String shown(String key) {
        return withSlash(key.replaceFirst("~.*", ""));
    }

    /** The key of what people write as fact and context. */
    static String of(String written) {
        return written.replace('/', '.');
    }

    /** Whether a key is one of what is named: a fact, a fact in a context, or a single request. */
    static boolean isOf(String key, String named) {
        String same = of(named);
        return key.equals(same) || key.startsWith(same + "@") || key.startsWith(same + "~");
    }

    /** Ids of facts have no dots. */
    private static String withSlash(String text) {
        return text.replace('.', '/');
    }
}
