package dev.preflight.checks.docker;

import dev.preflight.api.Arg;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.checks.docker.CpuDemand.Share;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How containers that reserve too much are mended: to 2 shares, the least there are, which reserve nothing. */
final class CpuSharesRemedies {
    private CpuSharesRemedies() {}

    /** One remedy for each number of shares that containers have, as undoing gives them that number back. */
    static List<Remedy> of(List<Share> heavy) {
        Map<Long, List<String>> byShares = heavy.stream()
                .filter(Share::docker)
                .collect(Collectors.groupingBy(
                        Share::shares, TreeMap::new, Collectors.mapping(Share::id, Collectors.toList())));
        if (byShares.isEmpty()) {
            return List.of(Remedy.manual("recreate"));
        }
        return byShares.entrySet().stream()
                .map(same -> Remedy.confirm("lower-shares", Privilege.ROOT)
                        .with("old", Arg.count(same.getKey()))
                        .with("ids", Arg.texts(same.getValue())))
                .toList();
    }
}
