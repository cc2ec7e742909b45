package dev.preflight.app;

import dev.preflight.api.Catalogue;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The saved runs in a folder.
 *
 * @param runs those that can be judged, oldest first; of two of one instant that whose folder comes first
 * @param damaged why others cannot be, sorted by folder
 */
public record History(List<Entry> runs, List<Problem> damaged) {
    /** What a run leaves in its directory: of what else a folder may hold hardly anything has two of these names. */
    private static final List<String> LEFT = List.of("lock", "manifest.json", "hosts");

    private static final int LEAST_LEFT = 2;

    /** More runs than anybody keeps. */
    private static final int MOST = 10_000;

    /**
     * One run, judged by the profile that it recorded.
     *
     * @param folder name of its directory
     * @param startedAt when it began
     * @param profile name of the profile
     * @param hosts how many it was to look at
     * @param verdict may the installer proceed
     * @param ended whether nothing says that it did not look at all of its hosts
     */
    public record Entry(String folder, Instant startedAt, String profile, int hosts, Verdict verdict, boolean ended) {}

    /** Unmodifiable lists. */
    public History {
        runs = List.copyOf(runs);
        damaged = List.copyOf(damaged);
    }

    /**
     * Judges the runs in a folder, one after the other; what is no run is left out, and no link is followed.
     *
     * @throws ProblemsException if there is no such folder, or no run in it
     */
    static History of(Path folder, Catalogue catalogue, ProfileLoader profiles) throws ProblemsException {
        List<Entry> runs = new ArrayList<>();
        List<Problem> damaged = new ArrayList<>();
        for (Path run : candidates(folder)) {
            try {
                runs.add(entry(run, PreparedJudging.of(JudgeRequest.asRun(run), catalogue, profiles)));
            } catch (ProblemsException e) {
                damaged.addAll(e.problems());
            }
        }
        if (runs.isEmpty() && damaged.isEmpty()) {
            throw new ProblemsException(
                    Place.of(folder.toString()),
                    "there is no saved run in it",
                    "name the folder that holds the directories of --save-evidence");
        }
        runs.sort(Comparator.comparing(Entry::startedAt).thenComparing(Entry::folder));
        return new History(runs, damaged);
    }

    private static Entry entry(Path run, PreparedJudging judging) throws ProblemsException {
        RunReport report = judging.judge();
        if (report.exit() == ExitCode.INTERNAL_ERROR) {
            throw new ProblemsException(
                    Place.of(run.toString()),
                    "memory ran out while its hosts were judged",
                    "give Java more, as with JAVA_TOOL_OPTIONS=-Xmx1g");
        }
        return new Entry(
                String.valueOf(run.getFileName()),
                judging.saved().manifest().startedAt(),
                report.profile(),
                report.hosts().size(),
                report.verdict(),
                PreparedDiff.ended(judging.saved()));
    }

    private static List<Path> candidates(Path folder) throws ProblemsException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path one : inside) {
                if (all.size() < MOST && isRun(one)) {
                    all.add(one);
                }
            }
        } catch (IOException e) {
            throw new ProblemsException(
                    Place.of(folder.toString()),
                    Files.exists(folder) ? "is no folder that can be read" : "there is no such folder",
                    "name the folder that holds the directories of --save-evidence");
        }
        return all.stream().sorted().toList();
    }

    private static boolean isRun(Path directory) {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && LEFT.stream()
                                .filter(name -> Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS))
                                .count()
                        >= LEAST_LEFT;
    }
}
