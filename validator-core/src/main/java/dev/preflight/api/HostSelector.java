package dev.preflight.api;

import java.util.List;

/**
 * Which hosts are judged, by what they are. What is empty does not select.
 *
 * @param osFamily one of these must be the host's {@code ID} or in its {@code ID_LIKE} (os-release(5))
 * @param osVersion every one of these must hold for the host's {@code VERSION_ID}: {@code >= 12}, {@code < 9}, {@code 22.04}
 * @param arch one of these must be the host's machine name (uname(2)), such as {@code x86_64}; profiles may say {@code amd64}
 */
public record HostSelector(List<String> osFamily, List<VersionCondition> osVersion, List<String> arch) {

    /** Selects every host. */
    public static final HostSelector ALL = new HostSelector(List.of(), List.of(), List.of());

    public HostSelector {
        osFamily = List.copyOf(osFamily);
        osVersion = List.copyOf(osVersion);
        arch = List.copyOf(arch);
    }

    /** Whether it selects every host, and so needs no fact. */
    public boolean all() {
        return osFamily.isEmpty() && osVersion.isEmpty() && arch.isEmpty();
    }
}
