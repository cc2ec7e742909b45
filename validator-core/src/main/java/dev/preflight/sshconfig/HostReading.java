package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.MatchLine.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The own reading of all files for one host, in one pass or, where a line says {@code Match final}, in two. */
final class HostReading {
    private static final String NOT_ELSEWHERE = "install OpenSSH's client, which is then asked; or leave this out";

    /**
     * How a file is read.
     *
     * @param ofUser whether its relative paths are in the user's folder
     * @param never whether none of its lines can count
     */
    private record Mode(boolean ofUser, boolean checked, boolean never, int depth) {}

    private final OwnReading reading;
    private final SshAsk ask;
    private final Problems problems = new Problems();
    private final Settings settings = new Settings();
    private final SettingTaker taker = new SettingTaker(settings, problems);

    /** What {@code Host} is compared with: what was asked, in the second pass what it came to. */
    private String host;

    private boolean lastPass;
    private boolean wantsLastPass;

    HostReading(OwnReading reading, SshAsk ask) {
        this.reading = reading;
        this.ask = ask;
        this.host = ask.name();
    }

    Settings read() throws ProblemsException {
        ask.options().forEach(option -> taker.option(option, ask.place()));
        problems.throwIfAny();
        pass();
        problems.throwIfAny();
        if (wantsLastPass) {
            lastPass = true;
            host = Ascii.lower(reached());
            settings.put(Settings.HOST_NAME, host.replace("%", "%%"));
            pass();
            problems.throwIfAny();
        }
        return settings;
    }

    private void pass() throws ProblemsException {
        Surroundings here = reading.here();
        if (ask.withoutConfig()) {
            return;
        }
        if (ask.config().isPresent()) {
            Path file = Path.of(ask.config().get());
            lines(reading.start(file, false, true, ask.place()), new Mode(true, false, false, 0), true);
            return;
        }
        lines(reading.start(here.userConfig(), true, false, ask.place()), new Mode(true, true, false, 0), true);
        lines(reading.start(here.systemConfig(), false, false, ask.place()), new Mode(false, false, false, 0), true);
    }

    private void lines(ConfigFile file, Mode mode, boolean before) throws ProblemsException {
        file.problems().forEach(problem -> problems.add(problem.place(), problem.message(), problem.hint()));
        boolean active = before;
        for (Directive line : file.directives()) {
            switch (line.keyword()) {
                case "host" -> active = !mode.never() && NamePattern.onHostLine(host, line.arguments());
                case "match" -> active = matches(line) && !mode.never();
                case "include" -> include(line, mode, active);
                default -> taker.line(line, active);
            }
        }
    }

    private boolean matches(Directive line) throws ProblemsException {
        MatchLine match = MatchLine.of(line.arguments());
        match.wrong().ifPresent(wrong -> problems.add(line.place(), wrong));
        wantsLastPass |= match.wantsLastPass();
        String user = settings.one(Settings.USER).orElse(reading.here().user());
        MatchLine.Subject subject = new MatchLine.Subject(
                reached(),
                ask.name(),
                user,
                reading.here().user(),
                settings.one("tag").orElse(""),
                lastPass);
        Outcome outcome = match.wrong().isPresent() ? Outcome.NO : match.outcome(subject);
        if (outcome == Outcome.UNDECIDED) {
            problems.add(
                    line.place(),
                    "only ssh itself can decide 'Match " + match.undecided().orElseThrow()
                            + "', and it is not installed",
                    NOT_ELSEWHERE);
        }
        return outcome == Outcome.YES;
    }

    /** The name or address that the settings up to here come to. */
    private String reached() throws ProblemsException {
        String name = settings.one(Settings.HOST_NAME).orElse(host);
        if (!settings.has(Settings.HOST_NAME)) {
            return name;
        }
        try {
            return new Tokens(reading.here(), Map.of('h', ask.name())).replaced(name, false);
        } catch (Tokens.Unknown e) {
            throw new ProblemsException(ask.place(), "the HostName of this host " + e.getMessage(), "");
        }
    }

    private void include(Directive line, Mode mode, boolean active) throws ProblemsException {
        if (mode.depth() >= Includes.MOST_DEPTH) {
            throw new ProblemsException(
                    line.place(), "files include each other more than " + Includes.MOST_DEPTH + " deep", "");
        }
        Mode inner = new Mode(mode.ofUser(), true, mode.never() || !active, mode.depth() + 1);
        for (String path : line.arguments()) {
            if (Includes.ambiguous(path)) {
                problems.add(
                        line.place(),
                        "tokens, variables and classes in Include mean other things to other versions of ssh, which is not installed",
                        NOT_ELSEWHERE);
                continue;
            }
            for (Path file : named(path, mode, line.place())) {
                try {
                    lines(reading.file(file, true), inner, active);
                } catch (IOException e) {
                    throw OwnReading.unreadable(line.place(), file, e);
                }
            }
        }
    }

    private Iterable<Path> named(String path, Mode mode, Place place) throws ProblemsException {
        try {
            return reading.includes().files(path, mode.ofUser());
        } catch (IOException e) {
            throw new ProblemsException(place, "cannot list the files of Include", e.toString());
        } catch (Tokens.Unknown e) {
            throw new ProblemsException(place, "the path of Include " + e.getMessage(), "");
        }
    }
}
