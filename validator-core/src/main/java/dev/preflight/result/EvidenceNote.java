package dev.preflight.result;

import java.util.List;
import java.util.Optional;

/**
 * What a report says of the evidence that was judged.
 *
 * @param form what vouches for it
 * @param recordedProfile name of the profile that the run was made with; may be empty
 * @param profileNamed whether another profile than the recorded one was named to judge by
 * @param ended how the run ended: {@code complete}, {@code interrupted}, {@code deadline}; empty if nothing says so
 * @param planned how many hosts it should hold
 * @param came of how many the evidence is there
 * @param strangers files and folders among those of the hosts that belong to no host of the run; untrusted
 * @param ofRun what the run was given beside its profile and is over values of the profile that was named, such as
 *     {@code settings.install_user=ops}
 */
public record EvidenceNote(
        Form form,
        String recordedProfile,
        boolean profileNamed,
        Optional<String> ended,
        int planned,
        int came,
        List<String> strangers,
        List<String> ofRun) {

    /** What vouches for evidence. */
    public enum Form {
        /** Sizes and digests of all its files. */
        SEALED("sealed"),
        /** It was made by hand, and nothing does. */
        HAND_MADE("hand-made"),
        /** It is of format 1: nothing does, nor does it say whom it should hold. */
        INCOMPLETE("incomplete");

        private final String code;

        Form(String code) {
            this.code = code;
        }

        /** The stable spelling. */
        public String code() {
            return code;
        }
    }

    /** Unmodifiable lists. */
    public EvidenceNote {
        ofRun = List.copyOf(ofRun);
        strangers = List.copyOf(strangers);
    }
}
