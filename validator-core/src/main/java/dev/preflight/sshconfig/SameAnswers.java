package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import dev.preflight.node.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells of which hosts ssh must give the same answer, but for their names: where nothing but {@code Host} lines decides,
 * the same of them match, and no value is made of the name. All else is not proven, so that ssh is asked for it.
 */
final class SameAnswers {
    /** What hosts with the same answer share. */
    record Proof(Optional<String> config, List<SshOption> options, String matched, boolean named) {}

    /** Thrown where nothing can be proven. */
    private static final class NotProven extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Names that are no address in an unusual spelling, which ssh would spell anew. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*[G-Zg-z_-][A-Za-z0-9_.-]*");

    private static final String OCTET = "(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern HEX = Pattern.compile("0[xX].*");

    /** {@code ssh -G} prints these without replacing their tokens, or they do not count here. */
    private static final Set<String> TOKENS_STAY =
            Set.of("identityfile", "certificatefile", "proxycommand", "controlpath", "localcommand", "remotecommand");

    private static final Set<String> OF_BLOCKS = Set.of("host", "match", "include");

    /** Versions of ssh differ in how they read these. */
    private static final Pattern MARKS = Pattern.compile("[\"'\\\\#=\\[]");

    private static final Set<String> OF_NAMES = Set.of("canonicalizehostname", "canonicalizepermittedcnames");

    private final OwnReading reading;

    SameAnswers(OwnReading reading) {
        this.reading = reading;
    }

    /** The settings of a host with the same proof as the one of which ssh was asked. */
    static Settings of(Settings asked, Proof proof, SshAsk ask) {
        return proof.named() ? asked : asked.with(Settings.HOST_NAME, Ascii.lower(ask.name()));
    }

    /** What is proven of a host; empty if nothing is. */
    Optional<Proof> proof(SshAsk ask) {
        String name = ask.name();
        boolean plain = PLAIN_NAME.matcher(name).matches() && !HEX.matcher(name).matches();
        if (!plain && !IPV4.matcher(name).matches()) {
            return Optional.empty();
        }
        Walk walk = new Walk(name);
        try {
            for (SshOption option : ask.options()) {
                walk.option(option);
            }
            walk.start(ask);
        } catch (IOException | Tokens.Unknown | NotProven e) {
            return Optional.empty();
        }
        return Optional.of(new Proof(ask.config(), ask.options(), walk.matched.toString(), walk.named));
    }

    /** Goes through all files for one host. */
    private final class Walk {
        private final String name;
        private final StringBuilder matched = new StringBuilder();
        private boolean named;

        Walk(String name) {
            this.name = name;
        }

        void start(SshAsk ask) throws IOException, Tokens.Unknown, NotProven {
            if (ask.withoutConfig()) {
                return;
            }
            if (ask.config().isPresent()) {
                file(reading.file(Path.of(ask.config().get()), false), true, true, 0);
                return;
            }
            Surroundings here = reading.here();
            if (Files.exists(here.userConfig())) {
                file(reading.file(here.userConfig(), true), true, true, 0);
            }
            if (Files.exists(here.systemConfig())) {
                file(reading.file(here.systemConfig(), false), false, true, 0);
            }
        }

        private void file(ConfigFile file, boolean ofUser, boolean before, int depth)
                throws IOException, Tokens.Unknown, NotProven {
            if (!file.problems().isEmpty() || depth > Includes.MOST_DEPTH) {
                throw new NotProven();
            }
            boolean active = before;
            for (Directive line : file.directives()) {
                if (OF_BLOCKS.contains(line.keyword())
                        && MARKS.matcher(line.rest()).find()) {
                    throw new NotProven();
                }
                switch (line.keyword()) {
                    case "host" -> {
                        active = before(depth, before) && NamePattern.onHostLine(name, line.arguments());
                        matched.append(active ? '1' : '0');
                    }
                    case "match" -> active = before(depth, before) && always(line);
                    case "include" -> include(line, ofUser, active, depth);
                    default -> {
                        if (active) {
                            line(line);
                        }
                    }
                }
            }
        }

        /** What is included under a block that does not match never counts. */
        private boolean before(int depth, boolean before) {
            return depth == 0 || before;
        }

        private boolean always(Directive line) throws NotProven {
            if (!MatchLine.of(line.arguments()).always()) {
                throw new NotProven();
            }
            return true;
        }

        private void include(Directive line, boolean ofUser, boolean active, int depth)
                throws IOException, Tokens.Unknown, NotProven {
            for (String path : line.arguments()) {
                if (Includes.ambiguous(path)) {
                    throw new NotProven();
                }
                for (Path file : reading.includes().files(path, ofUser)) {
                    file(reading.file(file, true), ofUser, active, depth + 1);
                }
            }
        }

        private void line(Directive line) throws NotProven {
            String keyword = line.keyword();
            boolean tokens = line.rest().indexOf('%') >= 0 && !TOKENS_STAY.contains(keyword);
            // ssh refuses a jump host that is the host itself.
            boolean itself = keyword.equals(Settings.PROXY_JUMP)
                    && Ascii.lower(line.rest()).contains(Ascii.lower(name));
            if (tokens || itself || OF_NAMES.contains(keyword)) {
                throw new NotProven();
            }
            named |= keyword.equals(Settings.HOST_NAME);
        }

        void option(SshOption option) throws NotProven {
            if (option.flag() == SshOption.KEYWORD) {
                Directive.Line line = Directive.parse(option.value(), Place.of("-o"));
                line(line.directive().orElseThrow(NotProven::new));
            } else if (option.flag() == 'J') {
                if (Ascii.lower(option.value()).contains(Ascii.lower(name))) {
                    throw new NotProven();
                }
            }
        }
    }
}
