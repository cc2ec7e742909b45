package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes lines and options into the settings of one host, as far as they are known. */
final class SettingTaker {
    private static final Set<String> FILES = Set.of(Settings.IDENTITY_FILE, Settings.CERTIFICATE_FILE);
    private static final Set<String> FILE_LISTS = Set.of(Settings.USER_KNOWN, Settings.GLOBAL_KNOWN);
    private static final Set<String> OF_FILES_ONLY = Set.of("host", "match", "include");

    private final Settings settings;
    private final Problems problems;

    SettingTaker(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** Takes an option of the command line. */
    void option(SshOption option, Place place) {
        switch (option.flag()) {
            case SshOption.INET -> settings.put(Settings.ADDRESS_FAMILY, "inet");
            case SshOption.INET6 -> settings.put(Settings.ADDRESS_FAMILY, "inet6");
            case 'b' -> settings.put("bindaddress", option.value());
            case 'B' -> settings.put("bindinterface", option.value());
            case 'i' -> settings.add(Settings.IDENTITY_FILE, option.value());
            case SshOption.PORT -> single(Settings.PORT, option.value(), place);
            case SshOption.USER -> single(Settings.USER, option.value(), place);
            case 'J' -> {
                if (settings.has(Settings.PROXY_JUMP) || settings.has(Settings.PROXY_COMMAND)) {
                    problems.add(place, "ssh takes no '-J' after another way through something else");
                }
                jump(option.value(), true);
            }
            default -> {
                Directive.Line line = Directive.parse(option.value(), place);
                line.problem().ifPresent(problem -> problems.add(place, problem.message()));
                line.directive().ifPresent(this::ofCommandLine);
            }
        }
    }

    private void single(String keyword, String value, Place place) {
        line(new Directive(keyword, List.of(value), value, place), true);
    }

    private void ofCommandLine(Directive line) {
        if (OF_FILES_ONLY.contains(line.keyword())) {
            problems.add(line.place(), "'" + line.keyword() + "' cannot be an option of ssh");
        } else {
            line(line, true);
        }
    }

    /** Takes a line of a file, if it is active; what is wrong with it is noted in any case, as ssh does. */
    void line(Directive line, boolean active) {
        String keyword = Keywords.today(line.keyword());
        Optional<Keywords.Shape> shape = Keywords.single(keyword);
        if (shape.isPresent()) {
            one(line).ifPresent(value -> single(keyword, shape.get(), value, active, line));
        } else if (FILES.contains(keyword)) {
            one(line).filter(value -> active).ifPresent(value -> settings.add(keyword, value));
        } else if (FILE_LISTS.contains(keyword)) {
            fileList(line, keyword, active);
        } else if (keyword.equals(Settings.PROXY_JUMP)) {
            jump(line.rest(), active);
        } else if (keyword.equals(Settings.PROXY_COMMAND)) {
            command(line.rest(), active);
        } else if (Keywords.refused(keyword)) {
            refuse(line, keyword, active);
        } else if (!Keywords.withoutEffect(keyword) && !ignored(keyword)) {
            problems.add(
                    line.place(),
                    "'" + line.keyword() + "' is no known keyword of ssh_config",
                    "correct it, or list it in IgnoreUnknown");
        }
    }

    private boolean ignored(String keyword) {
        return settings.one("ignoreunknown")
                .filter(list -> NamePattern.hostInList(keyword, list))
                .isPresent();
    }

    private void single(String keyword, Keywords.Shape shape, String value, boolean active, Directive line) {
        Optional<String> wrong = Keywords.wrongWith(shape, value);
        if (wrong.isPresent()) {
            problems.add(line.place(), "'" + line.keyword() + "' must be " + wrong.get());
        } else if (active && keyword.equals(Settings.USER) && value.indexOf('%') >= 0 && !settings.has(keyword)) {
            problems.add(
                    line.place(),
                    "'%' in User means other things to other versions of ssh, which is not installed",
                    "install OpenSSH's client, which is then asked; or give the user as it is");
        } else if (active && !(shape == Keywords.Shape.TIME && value.equals("none"))) {
            // As in ssh, a time of none leaves it to the next line.
            settings.first(keyword, List.of(value));
        }
    }

    /** The one argument of a line. */
    private Optional<String> one(Directive line) {
        if (line.arguments().isEmpty() || line.arguments().get(0).isEmpty()) {
            problems.add(line.place(), "'" + line.keyword() + "' has no value");
            return Optional.empty();
        }
        if (line.arguments().size() > 1) {
            problems.add(line.place(), "'" + line.keyword() + "' has more than one value", "put blanks into quotes");
            return Optional.empty();
        }
        return Optional.of(line.arguments().get(0));
    }

    private void fileList(Directive line, String keyword, boolean active) {
        List<String> files = line.arguments();
        boolean none = files.stream().anyMatch("none"::equalsIgnoreCase);
        if (files.isEmpty() || files.contains("")) {
            problems.add(line.place(), "'" + line.keyword() + "' has an empty value");
        } else if (none && files.size() > 1) {
            problems.add(line.place(), "'none' must be the only value of '" + line.keyword() + "'");
        } else if (active) {
            settings.first(keyword, files);
        }
    }

    /** The first of both ways through something else counts. */
    private void jump(String text, boolean active) {
        int comment = text.indexOf('#');
        String jump = (comment < 0 ? text : text.substring(0, comment)).strip();
        boolean none = jump.equalsIgnoreCase("none");
        if (active && !settings.has(Settings.PROXY_JUMP) && (none || !settings.has(Settings.PROXY_COMMAND))) {
            settings.first(Settings.PROXY_JUMP, List.of(jump));
            if (!none) {
                settings.first(Settings.PROXY_COMMAND, List.of("none"));
            }
        }
    }

    private void command(String text, boolean active) {
        if (active) {
            settings.first(Settings.PROXY_COMMAND, List.of(text));
        }
    }

    private void refuse(Directive line, String keyword, boolean active) {
        if (active && !Keywords.harmless(keyword, String.join(" ", line.arguments()))) {
            problems.add(
                    line.place(),
                    "'" + line.keyword() + "' cannot be carried out without OpenSSH's client, which is not installed",
                    "install it, or leave this out");
        }
    }
}
