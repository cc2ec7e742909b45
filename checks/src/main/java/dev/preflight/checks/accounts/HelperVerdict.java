package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.HelperRuns.Helper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one run of one helper says. */
final class HelperVerdict {
    /** A shell found the file and could not run it: POSIX.1-2017, Shell Command Language, 2.8.2. */
    private static final int CANNOT_RUN = 126;

    /** Not found, or found and its loader was not. */
    private static final int NOT_FOUND = 127;

    /** What a shell adds to the number of the signal that ended a command. */
    private static final int SIGNAL = 128;

    /** The execute bits of a mode: to run a file, to enter a directory. */
    private static final int EXECUTE = 0111;

    /** What {@code ls -ld} prints of a file or a directory. */
    private static final Pattern LISTED = Pattern.compile("[-ld][-rwxsStT]{9}.*");

    /** jq-1.6, jq version 1.4, jq-1.5rc1. */
    private static final Pattern VERSION = Pattern.compile("\\D*(\\d{1,4})\\.(\\d{1,4}).*");

    private HelperVerdict() {}

    /**
     * Judges one helper.
     *
     * @param minJq the least version of jq, such as 1.5
     */
    static Judgement of(Subject subject, String name, Helper helper, String minJq) {
        boolean jq = name.substring(name.lastIndexOf('/') + 1).equals("jq");
        return cannotRun(subject, helper)
                .map(judgement -> described(judgement, name, helper))
                .or(() -> wrong(subject, jq, helper).map(judgement -> described(judgement, name, helper)))
                .or(() -> doubtful(subject, jq, helper, minJq).map(judgement -> described(judgement, name, helper)))
                .orElseGet(() -> described(Judgement.pass(subject), name, helper));
    }

    private static Judgement described(Judgement judgement, String name, Helper helper) {
        return judgement
                .with("helper", name)
                .with("file", helper.file())
                .with("status", Arg.count(helper.status()))
                .with("said", helper.said());
    }

    private static Optional<Judgement> cannotRun(Subject subject, Helper helper) {
        if (helper.dangling().isPresent()) {
            return Optional.of(Judgement.fail("dangling-link", subject)
                    .with("target", helper.dangling().get())
                    .withRemedy(Remedy.manual("mend-link")));
        }
        if (helper.status() == NOT_FOUND) {
            return Optional.of(Judgement.fail("missing-loader", subject));
        }
        if (helper.status() != CANNOT_RUN) {
            return Optional.empty();
        }
        if (helper.mountOptions().contains("noexec")) {
            return Optional.of(Judgement.fail("noexec", subject)
                    .with("mount", helper.mount())
                    .withRemedy(Remedy.manual("remount").with("mount", Arg.text(helper.mount()))));
        }
        // The walk goes upwards: the last is the topmost, and what denies first.
        Optional<String> directory = helper.closed().isEmpty()
                ? Optional.empty()
                : Optional.of(helper.closed().get(helper.closed().size() - 1));
        return Optional.of(directory
                .or(() -> helper.executable() ? Optional.empty() : Optional.of(helper.real()))
                .filter(denies -> !everybodyMay(line(helper, denies)))
                .map(denies -> denied(subject, helper, denies, directory.isPresent()))
                .orElseGet(() -> Judgement.fail("cannot-execute", subject).withRemedy(Remedy.manual("look-why"))));
    }

    /** By its mode, and with no list of its own beside it: then something else denies it. */
    private static boolean everybodyMay(String line) {
        return LISTED.matcher(line).matches() && (bits(line) & EXECUTE) == EXECUTE && !DeniedByAcl.shows(line);
    }

    private static Judgement denied(Subject subject, Helper helper, String path, boolean directory) {
        String line = line(helper, path);
        if (DeniedByAcl.shows(line)) {
            return DeniedByAcl.judgement(subject, helper, path, line);
        }
        if (directory) {
            return Judgement.fail("parent-directory", subject)
                    .with("directory", path)
                    .with("line", line)
                    .withRemedy(Remedy.confirm("open-directory", Privilege.ROOT)
                            // The directories below cannot be read from here; the command lists them, down to the file.
                            .with("file", Arg.text(helper.file()))
                            .with("directory", Arg.text(path))
                            .with("mode", Arg.mode(bits(line))));
        }
        Remedy remedy = helper.owner().isPresent()
                ? Remedy.safe("make-executable", Privilege.ROOT)
                : Remedy.confirm("make-executable", Privilege.ROOT);
        return Judgement.fail("not-executable", subject)
                .with("line", line)
                .withRemedy(remedy.with("file", Arg.text(path)).with("mode", Arg.mode(bits(line))));
    }

    private static String line(Helper helper, String path) {
        return helper.way().stream()
                .filter(line -> line.endsWith(" " + path) && !line.endsWith(" -> " + path))
                .findFirst()
                .orElse(path);
    }

    /** The permission bits of a line of {@code ls -l}; 0755 for any other line, because the old mode is then not known. */
    private static int bits(String line) {
        if (!LISTED.matcher(line).matches()) {
            return 0755;
        }
        int bits = 0;
        for (int i = 1; i <= 9; i++) {
            char c = line.charAt(i);
            bits = 2 * bits + (c == '-' || c == 'S' || c == 'T' ? 0 : 1);
        }
        return bits;
    }

    private static Optional<Judgement> wrong(Subject subject, boolean jq, Helper helper) {
        if (helper.status() > SIGNAL) {
            return Optional.of(Judgement.fail("killed", subject).with("signal", Arg.count(helper.status() - SIGNAL)));
        }
        // {"a":[1,2]} has two elements under a; other helpers are only asked for their version.
        boolean asExpected = helper.status() == 0 && (!jq || helper.said().equals("2"));
        return asExpected ? Optional.empty() : Optional.of(Judgement.fail("wrong-output", subject));
    }

    private static Optional<Judgement> doubtful(Subject subject, boolean jq, Helper helper, String minJq) {
        if (helper.real().startsWith("/snap/")
                || helper.file().startsWith("/snap/")
                || helper.real().endsWith("/snap")) {
            return Optional.of(Judgement.warning("snap", subject));
        }
        if (jq && older(helper.version(), minJq)) {
            return Optional.of(Judgement.warning("old-version", subject)
                    .with("version", helper.version())
                    .with("min", minJq));
        }
        return Optional.empty();
    }

    /** A version that cannot be read is not called old. */
    private static boolean older(String version, String min) {
        Matcher have = VERSION.matcher(version);
        Matcher want = VERSION.matcher(min);
        if (!have.matches() || !want.matches()) {
            return false;
        }
        int major = Integer.compare(Integer.parseInt(have.group(1)), Integer.parseInt(want.group(1)));
        int minor = Integer.compare(Integer.parseInt(have.group(2)), Integer.parseInt(want.group(2)));
        return major != 0 ? major < 0 : minor < 0;
    }
}
