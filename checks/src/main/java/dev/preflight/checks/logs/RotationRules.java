package dev.preflight.checks.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.logs.LogRotation.DryRun;
import dev.preflight.checks.logs.LogRotation.RuleFile;
import dev.preflight.checks.logs.LogRotation.Switch;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What logrotate makes of its rules on a host. One cause is one finding: the globs of the platform whose rule is in a file
 * that logrotate leaves out, or runs as a user who may not write there, are named by the finding for that.
 *
 * <p>Sources: logrotate(8): "su", "tabooext", and that a file must be root's and not writable by others; logrotate's
 * config.c for the words of its errors.
 */
final class RotationRules {
    static final Subject RULES = Subject.of("rotation", "rules");

    /** "error: " is cut off; the file is named without its directory. */
    private static final Pattern IGNORED = Pattern.compile(
            "Ignoring (.+) because (?:it is writable by group or others|the file owner is wrong.*?)\\.?");

    private static final Pattern IN_FILE =
            Pattern.compile("(?:found error in (?:file )?|)([^ :,]+)(?::\\d+ .*|, skipping.*)");

    /** What files of packages that were changed or set aside are called: logrotate's default of "tabooext". */
    private static final Pattern TABOO = Pattern.compile(
            ".*(,v|\\.bak|\\.cfsaved|\\.disabled|\\.dpkg-(bak|del|dist|new|old|tmp)|\\.rhn-cfg-tmp-.*|\\.rpm(new|orig|save)"
                    + "|\\.swp|\\.ucf-(dist|new|old)|~)");

    private final LogRotation host;
    private final List<String> globs;
    private final Map<String, Set<String>> globsOf = new LinkedHashMap<>();
    private final List<Judgement> judgements = new ArrayList<>();

    RotationRules(LogRotation host, List<String> globs) {
        this.host = host;
        this.globs = globs;
    }

    /** The findings; those that say why the last run failed come first. */
    List<Judgement> judge() {
        Set<String> ignored = ignored();
        Map<String, List<Switch>> barred = barred();
        for (String glob : globs) {
            glob(glob, ignored, barred.keySet());
        }
        List<Judgement> causes = new ArrayList<>();
        ignored.forEach(file -> causes.add(ignoredFile(file)));
        barred.forEach((directory, switches) -> causes.add(barredDirectory(directory, switches.get(0))));
        errors(ignored).ifPresent(causes::add);
        causes.addAll(judgements);
        return causes;
    }

    private void glob(String glob, Set<String> ignored, Set<String> barred) {
        Subject subject = Subject.of("log", glob);
        Optional<String> out = files(glob)
                .filter(file -> ignored.contains(file) || erroneous().contains(file))
                .findFirst();
        if (ruled(ignored).anyMatch(rule -> LogGlob.covers(rule, glob))) {
            Optional<String> directory =
                    barred.stream().filter(directory(glob)::equals).findFirst();
            if (directory.isPresent()) {
                named(directory.get(), glob);
            } else {
                judgements.add(Judgement.pass(subject));
            }
        } else if (out.isPresent()) {
            named(out.get(), glob);
        } else if (host.dryRun().isEmpty() && !host.unreadable().isEmpty()) {
            judgements.add(Judgement.unknown(Reason.NOT_READABLE, subject)
                    .with("detail", String.join(", ", host.unreadable())));
        } else if (files(glob).findAny().isPresent()) {
            judgements.add(Judgement.fail("rule-unread", subject)
                    .with("glob", glob)
                    .with("file", files(glob).findFirst().orElse(""))
                    .withRemedy(Remedy.manual("read-rule")));
        } else {
            judgements.add(Judgement.fail("no-rule", subject)
                    .with("glob", glob)
                    .withRemedy(Remedy.confirm("platform-rule", Privilege.ROOT).with("glob", Arg.text(glob))));
        }
    }

    private void named(String cause, String glob) {
        globsOf.computeIfAbsent(cause, key -> new TreeSet<>()).add(glob);
    }

    private Arg globs(String cause) {
        return Arg.texts(List.copyOf(globsOf.getOrDefault(cause, Set.of())));
    }

    private static String directory(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * The paths that are rotated: as logrotate itself reports them, or else as the files have them that it would read.
     */
    private Stream<String> ruled(Set<String> ignored) {
        return host.dryRun()
                .map(dry -> dry.patterns().stream())
                .orElseGet(() -> host.ruleFiles().entrySet().stream()
                        .filter(file -> !ignored.contains(file.getKey())
                                && !TABOO.matcher(file.getKey()).matches())
                        .flatMap(file -> file.getValue().patterns().stream()));
    }

    /** The files that have a rule for this glob. */
    private Stream<String> files(String glob) {
        return host.ruleFiles().entrySet().stream()
                .filter(file -> file.getValue().patterns().stream().anyMatch(rule -> LogGlob.covers(rule, glob)))
                .map(Map.Entry::getKey);
    }

    /** Files that are left out for their mode or their owner: by logrotate's own word, or else by what it goes by. */
    private Set<String> ignored() {
        Set<String> files = new TreeSet<>();
        if (host.dryRun().isPresent()) {
            for (String error : host.dryRun().get().errors()) {
                Matcher m = IGNORED.matcher(error);
                if (m.matches()) {
                    path(m.group(1)).ifPresent(files::add);
                }
            }
            return files;
        }
        host.ruleFiles().forEach((path, file) -> {
            if (!file.mode().isEmpty()
                    && ((Integer.parseInt(file.mode(), 8) & 022) != 0
                            || !file.owner().startsWith("0:"))) {
                files.add(path);
            }
        });
        return files;
    }

    /** Files that an error of the dry run names. */
    private Set<String> erroneous() {
        Set<String> files = new TreeSet<>();
        for (String error : host.dryRun().map(DryRun::errors).orElse(List.of())) {
            Matcher m = IN_FILE.matcher(error);
            if (m.matches()) {
                path(m.group(1)).ifPresent(files::add);
            }
        }
        return files;
    }

    private Optional<String> path(String name) {
        return host.ruleFiles().keySet().stream()
                .filter(path -> path.equals(name) || path.endsWith("/" + name))
                .findFirst();
    }

    private Judgement ignoredFile(String path) {
        RuleFile file = host.ruleFiles().getOrDefault(path, new RuleFile("", "", List.of()));
        Judgement fail = Judgement.fail("rule-ignored", Subject.of("rule", path))
                .with("file", path)
                .with("mode", file.mode().isEmpty() ? "-" : file.mode())
                .with("owner", file.owner().isEmpty() ? "-" : file.owner());
        Judgement told = globsOf.containsKey(path) ? fail.with("globs", globs(path)) : fail;
        return file.mode().isEmpty()
                ? told.withRemedy(Remedy.manual("rules"))
                : told.withRemedy(Remedy.safe("rule-mode", Privilege.ROOT)
                        .with("file", Arg.text(path))
                        .with("oldMode", Arg.text(file.mode()))
                        .with("oldOwner", Arg.text(file.owner())));
    }

    private Judgement barredDirectory(String directory, Switch as) {
        Judgement fail = Judgement.fail("cannot-write", Subject.of("directory", directory))
                .with("directory", directory)
                .with("user", Arg.text("uid " + as.user() + ", gid " + as.group()))
                .with("mode", as.owner());
        return (globsOf.containsKey(directory) ? fail.with("globs", globs(directory)) : fail)
                .withRemedy(Remedy.manual("su-root"));
    }

    private Optional<Judgement> errors(Set<String> ignored) {
        if (host.dryRun().isEmpty()) {
            return Optional.empty();
        }
        DryRun dry = host.dryRun().get();
        List<String> errors = dry.errors().stream()
                .filter(error -> !IGNORED.matcher(error).matches() || ignored.isEmpty())
                .toList();
        if (errors.isEmpty() && (dry.status() == 0 || !ignored.isEmpty())) {
            return Optional.empty();
        }
        Judgement fail = Judgement.fail("config-error", RULES)
                .with("errors", Arg.texts(errors.subList(0, Math.min(3, errors.size()))))
                .with("status", Arg.count(dry.status()));
        List<String> left = erroneous().stream()
                .flatMap(file -> globsOf.getOrDefault(file, Set.of()).stream())
                .distinct()
                .toList();
        return Optional.of(
                (left.isEmpty() ? fail : fail.with("globs", Arg.texts(left))).withRemedy(Remedy.manual("rules")));
    }

    /**
     * Directories in which whom logrotate becomes may make no files, each with a switch that shows it. It keeps the
     * groups of root besides, and an access control list may say more: directories that these may allow are not listed.
     */
    private Map<String, List<Switch>> barred() {
        Map<String, List<Switch>> found = new LinkedHashMap<>();
        for (Switch as : host.switches()) {
            if (!as.acl() && !as.owner().isEmpty() && !mayWrite(as)) {
                found.computeIfAbsent(as.directory(), key -> new ArrayList<>()).add(as);
            }
        }
        return found;
    }

    private static boolean mayWrite(Switch as) {
        String[] words = as.owner().split(" ", -1);
        long user = Long.parseLong(words[0]);
        long group = Long.parseLong(words[1]);
        int mode = Integer.parseInt(words[2], 8);
        // The kernel looks at one class only, the first that applies: path_resolution(7).
        int shift = as.user() == user ? 6 : as.group() == group || group == 0 ? 3 : 0;
        int bits = mode >> shift & 7;
        return as.user() == 0 || (bits & 3) == 3 || (group == 0 && shift == 3 && (mode & 3) == 3);
    }
}
