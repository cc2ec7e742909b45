package dev.preflight.sshconfig;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.sshconfig.SshClient.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks {@code ssh -G} (ssh(1)): "causes ssh to print its configuration after evaluating Host and Match blocks and exit". */
final class ClientReading {
    /** How ssh names the place of a mistake in a file. */
    private static final Pattern MISTAKE = Pattern.compile("(.+?):? line ([0-9]{1,9}): (.+)");

    private static final String COMMAND_LINE = "command-line";
    private static final String SUMMARY = "terminating, ";

    /** Several paths are printed in one line, parted by blanks, without quotes. */
    private static final Set<String> LISTS = Set.of(Settings.USER_KNOWN, Settings.GLOBAL_KNOWN);

    /** How a path begins; what does not is the rest of one with a blank in it. */
    private static final Pattern PATH_START = Pattern.compile("[/~].*|none|[A-Za-z]:.*", Pattern.DOTALL);

    private final SshClient client;

    ClientReading(SshClient client) {
        this.client = client;
    }

    /** The settings of one host; empty if this client cannot tell them at all. */
    Optional<Settings> read(SshAsk ask) throws ProblemsException, InterruptedException {
        Said said;
        try {
            said = client.call(arguments(ask));
        } catch (IOException e) {
            throw new ProblemsException(ask.place(), "'ssh -G' does not answer for this host", reason(e));
        }
        if (said.status() != 0) {
            if (isNone(said)) {
                return Optional.empty();
            }
            throw new ProblemsException(problems(ask, said));
        }
        Settings settings = parse(said.out());
        for (String needed : List.of(Settings.HOST_NAME, Settings.PORT, Settings.USER)) {
            if (!settings.has(needed)) {
                throw new ProblemsException(ask.place(), "'ssh -G' does not say the " + needed + " of this host", "");
            }
        }
        return Optional.of(settings);
    }

    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }

    static List<String> arguments(SshAsk ask) {
        // Without -T it warns that there is no terminal.
        List<String> arguments = new ArrayList<>(List.of("-T", "-G"));
        ask.config().ifPresent(file -> arguments.addAll(List.of("-F", file)));
        for (SshOption option : ask.options()) {
            arguments.add(option.spelled());
            if (!option.bare()) {
                arguments.add(option.value());
            }
        }
        arguments.addAll(List.of("--", ask.name()));
        return arguments;
    }

    /** OpenSSH before 6.8 has no {@code -G}, and dropbear's client may be called ssh too. */
    private static boolean isNone(Said said) {
        String text = said.err().toLowerCase(Locale.ROOT);
        return text.contains("usage:") || text.contains("dropbear");
    }

    static Settings parse(String out) {
        Settings settings = new Settings();
        out.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            String keyword = blank < 0 ? line : line.substring(0, blank);
            String value = blank < 0 ? "" : line.substring(blank + 1);
            if (LISTS.contains(keyword)) {
                settings.first(keyword, paths(value));
            } else {
                settings.add(keyword, value);
            }
        });
        return settings;
    }

    private static List<String> paths(String text) {
        List<String> paths = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (paths.isEmpty() || PATH_START.matcher(word).matches()) {
                paths.add(word);
            } else {
                int last = paths.size() - 1;
                paths.set(last, paths.get(last) + " " + word);
            }
        }
        return paths;
    }

    private static List<Problem> problems(SshAsk ask, Said said) {
        Problems problems = new Problems();
        for (String line : said.err().lines().map(String::strip).toList()) {
            Matcher mistake = MISTAKE.matcher(line);
            if (mistake.matches()) {
                String file = mistake.group(1);
                boolean ours = file.equals(COMMAND_LINE);
                Place place = ours ? ask.place() : new Place(file, Integer.parseInt(mistake.group(2)), 1);
                problems.add(place, "ssh refuses this: " + mistake.group(3));
            } else if (!line.isEmpty() && !line.contains(SUMMARY)) {
                problems.add(ask.place(), "ssh refuses the host '" + ask.name() + "': " + line);
            }
        }
        if (problems.none()) {
            problems.add(ask.place(), "'ssh -G' ends with the exit status " + said.status());
        }
        return problems.all();
    }
}
