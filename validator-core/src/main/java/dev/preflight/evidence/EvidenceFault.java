package dev.preflight.evidence;

import dev.preflight.transport.TransportFailure;

/** That a file of evidence is not there as it was written. Says which, and what is wrong with it. */
final class EvidenceFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final TransportFailure kind;
    private final String file;
    private final String said;

    EvidenceFault(TransportFailure kind, String file) {
        this(kind, file, "");
    }

    /**
     * A fault.
     *
     * @param file below the directory of the evidence
     * @param said more about it, one line; may be empty
     */
    EvidenceFault(TransportFailure kind, String file, String said) {
        super(kind.code() + ": " + file + (said.isEmpty() ? "" : " (" + said + ")"));
        this.kind = kind;
        this.file = file;
        this.said = said;
    }

    TransportFailure kind() {
        return kind;
    }

    String file() {
        return file;
    }

    String said() {
        return said;
    }
}
