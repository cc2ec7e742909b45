package dev.preflight.sshconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One jump host as {@code ProxyJump} of ssh_config(5) names it: {@code [user@]host[:port]} or a URI of ssh. An IPv6 address
 * stands in brackets.
 */
record JumpSpec(Optional<String> user, String host, Optional<String> port) {
    /** A user may have an {@code @}; a host may not. */
    private static final Pattern FORM =
            Pattern.compile("(?:(.+)@)?(\\[[0-9A-Fa-f:.%\\w-]+]|[^:@\\[\\]/]+)(?::([0-9]{1,5}))?");

    private static final String URI = "ssh://";
    private static final int LARGEST_PORT = 65_535;

    /** The jump hosts of a list with commas, in order; empty if one of them has another form. */
    static Optional<List<JumpSpec>> list(String text) {
        List<JumpSpec> all = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Optional<JumpSpec> spec = of(one.strip());
            if (spec.isEmpty()) {
                return Optional.empty();
            }
            all.add(spec.get());
        }
        return Optional.of(all);
    }

    private static Optional<JumpSpec> of(String text) {
        String bare = text;
        if (text.regionMatches(true, 0, URI, 0, URI.length())) {
            bare = text.substring(URI.length());
            bare = bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
        }
        Matcher form = FORM.matcher(bare);
        if (!form.matches()) {
            return Optional.empty();
        }
        Optional<String> port = Optional.ofNullable(form.group(3));
        boolean possible = port.map(Integer::parseInt)
                .filter(number -> number < 1 || number > LARGEST_PORT)
                .isEmpty();
        String host = form.group(2);
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return possible && !name.startsWith("-")
                ? Optional.of(new JumpSpec(Optional.ofNullable(form.group(1)), name, port))
                : Optional.empty();
    }

    /** What to ask ssh of it: as its command line would name it. */
    List<SshOption> options() {
        List<SshOption> options = new ArrayList<>();
        user.ifPresent(name -> options.add(new SshOption(SshOption.USER, name)));
        port.ifPresent(number -> options.add(new SshOption(SshOption.PORT, number)));
        return options;
    }
}
