package dev.preflight.checks.names;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinePattern;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A name that other hosts and the platform can use: services bind to what the host resolves its own name to, register
 * under that name, and make certificates for it. Sources: RFC 1123 section 2.1, RFC 1035 section 2.3.4, hostname(7).
 */
public final class HostnameCheck implements HostCheck<HostnameCheck.Params> {

    /** Whether a name has a domain. */
    public enum Fqdn {
        /** With or without. */
        ANY,
        /** The host knows its full name. */
        REQUIRED,
        /** The hostname is a single label. */
        FORBIDDEN
    }

    /** When. */
    public enum Time {
        /** In the running system. */
        NOW,
        /** After the next boot. */
        BOOT
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Characters of the name before its first dot",
                    defaultValue = "63",
                    example = "15",
                    least = "1",
                    most = "63",
                    kind = Kind.THRESHOLD)
            int labelMax,

            @Param(
                    value = "Characters of the whole name, with its domain",
                    defaultValue = "253",
                    example = "64",
                    least = "1",
                    most = "253",
                    kind = Kind.THRESHOLD)
            int totalMax,

            @Param(
                    value = "Regular expression that is found in the hostname",
                    example = "'^node-[0-9]+$'",
                    kind = Kind.THRESHOLD)
            Optional<LinePattern> pattern,

            @Param(
                    value = "Whether capital letters are a fault",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean lowerCase,

            @Param(
                    value = "Whether the name has a domain",
                    defaultValue = "any",
                    example = "required",
                    kind = Kind.THRESHOLD)
            Fqdn fqdn,

            @Param(
                    value = "Whether a loopback address under the name is a fault",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean notLoopback,

            @Param(
                    value = "When the name must be right",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.THRESHOLD)
            List<Time> at) {
        public Params {
            at = List.copyOf(at);
        }
    }

    /** A dot between two labels. */
    private static final Pattern FULL = Pattern.compile("[^. ]\\.[^. ]");

    private static final CheckSpec<Params> SPEC = CheckSpec.of("hostname", Params.class, Severity.BLOCKER)
            .code("invalid")
            .code("too-long")
            .code("upper-case")
            .code("default-name")
            .code("not-resolved")
            .code("resolves-to-loopback")
            .code("no-fqdn")
            .code("wrong-after-boot", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostNames.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        HostNames names = facts.get(HostNames.REQUEST);
        Stream<Judgement> now = Stream.of(Time.NOW)
                .filter(params.at()::contains)
                .flatMap(time -> Stream.concat(HostnameForm.of(names, params), resolved(names, params)));
        Stream<Judgement> boot =
                Stream.of(Time.BOOT).filter(params.at()::contains).flatMap(time -> boot(names).stream());
        List<Judgement> said = Stream.concat(now, boot)
                .map(judgement -> judgement.with("name", names.hostname()))
                .toList();
        return said.isEmpty() ? List.of(passed(names)) : said;
    }

    private static Judgement passed(HostNames names) {
        Judgement pass = Judgement.pass(Subject.HOST).with("name", names.hostname());
        return names.found()
                .fold(
                        found -> found.addresses().isEmpty()
                                ? pass
                                : pass.with("addresses", Arg.firstOf(found.addresses())),
                        missing -> pass);
    }

    /** Of a name that is none yet nothing is said beside that: it is to be changed anyway. */
    private static Stream<Judgement> resolved(HostNames names, Params params) {
        if (HostnameForm.byDefault(names.hostname())) {
            return Stream.of();
        }
        return names.found()
                .<Stream<Judgement>>fold(
                        found -> Stream.concat(
                                addresses(names, found, params).stream(), domain(names, found, params).stream()),
                        missing -> HostnameForm.invalid(names.hostname()).isEmpty()
                                ? Stream.of(Judgement.unknown(missing, Subject.of("name", names.hostname())))
                                : Stream.of());
    }

    private static Optional<Judgement> addresses(HostNames names, HostNames.Found found, Params params) {
        if (found.addresses().isEmpty()) {
            return Optional.of(Judgement.fail("not-resolved", Subject.HOST));
        }
        if (!params.notLoopback() || found.loopback().isEmpty()) {
            return Optional.empty();
        }
        Judgement said =
                Judgement.fail("resolves-to-loopback", Subject.HOST).with("addresses", Arg.firstOf(found.addresses()));
        return Optional.of(names.hostsLines().isEmpty() ? said : said.with("lines", Arg.firstOf(names.hostsLines())));
    }

    private static Optional<Judgement> domain(HostNames names, HostNames.Found found, Params params) {
        boolean full = FULL.matcher(names.hostname() + " " + found.canonical()).find();
        return params.fqdn() != Fqdn.REQUIRED || full
                ? Optional.empty()
                : Optional.of(Judgement.fail("no-fqdn", Subject.HOST));
    }

    /** Names are the same whatever the case of their letters (RFC 1035 section 2.3.3). */
    private static Optional<Judgement> boot(HostNames names) {
        Judgement wrong = Judgement.warning("wrong-after-boot", Subject.HOST);
        return names.boot()
                .fold(
                        set -> set.isEmpty()
                                ? Optional.of(wrong)
                                : set.filter(name -> !name.equalsIgnoreCase(names.hostname()))
                                        .map(name -> wrong.with("boot", name)),
                        missing -> Optional.of(Judgement.unknown(missing, Subject.of("file", "/etc/hostname"))));
    }
}
