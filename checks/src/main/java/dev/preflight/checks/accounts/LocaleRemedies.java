package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a host gets a locale: localectl(1) sets one for new logins, locale-gen(8) of Debian and the language packs of EL 8
 * and later bring one.
 *
 * @param host what kind of host it is, if that is known
 * @param good a locale that is right and set in another context
 */
record LocaleRemedies(Reading<HostIdentity> host, Optional<String> good) {
    /** A language of UTF-8, by its two or three letters, and maybe its country. */
    private static final Pattern NAME = Pattern.compile("([a-z]{2,3})(_[A-Z]{2})?\\.(?i:utf-?8)");

    private static final List<String> DEBIAN = List.of("debian", "ubuntu");
    private static final List<String> RHEL = List.of("rhel", "fedora", "centos");

    /** Adds how a locale comes to the host. */
    Judgement generating(Judgement judgement, String name) {
        Matcher m = NAME.matcher(name);
        if (m.matches() && is(DEBIAN) && m.group(2) != null) {
            String written = m.group(1) + m.group(2) + ".UTF-8";
            return judgement.withRemedy(Remedy.confirm("locale-gen", Privilege.ROOT)
                    .once()
                    .with("locale", Arg.text(written))
                    .with("line", Arg.text(written + " UTF-8")));
        }
        // EL 7 has all languages in one package, which an image may have stripped.
        if (m.matches() && is(RHEL) && !version().startsWith("7")) {
            return judgement.withRemedy(Remedy.confirm("langpack", Privilege.ROOT)
                    .with("package", Arg.text("glibc-langpack-" + m.group(1))));
        }
        return judgement.withRemedy(Remedy.manual("install-locale"));
    }

    /** Adds how another locale is set, one that the host has. */
    Judgement setting(Judgement judgement, Locales locales, String charset) {
        Optional<String> override = Stream.of("LC_ALL", "LC_CTYPE")
                .filter(name -> locales.variables().containsKey(name))
                .findFirst()
                // Another LANG does not help where it is not LANG that names a locale that is not there.
                .or(() -> locales.missing().contains("LANG")
                        ? Optional.empty()
                        : locales.missing().stream().findFirst());
        if (override.isPresent()) {
            return judgement.withRemedy(Remedy.manual("find-variable").with("variable", Arg.text(override.get())));
        }
        Optional<String> other = good.filter(locales::has).or(locales::utf8);
        if (!Locales.isUtf8(charset) || other.isEmpty() || !locales.localectl()) {
            return judgement.withRemedy(Remedy.manual("write"));
        }
        Arg setting = Arg.text("LANG=" + other.get());
        return judgement.withRemedy(locales.lang()
                .map(old -> Remedy.confirm("set-locale", Privilege.ROOT).with("before", Arg.text("LANG=" + old)))
                .orElseGet(
                        () -> Remedy.confirm("set-first-locale", Privilege.ROOT).once())
                .with("setting", setting));
    }

    private boolean is(List<String> families) {
        return host.fold(known -> known.isLike(families), missing -> false);
    }

    private String version() {
        return host.fold(HostIdentity::version, missing -> "");
    }
}
