package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.ToolOrigins.Match;
import dev.preflight.checks.accounts.ToolOrigins.Tool;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tools for diagnosis are the usual programs of these names. A telnet of Kerberos came first in PATH, so that "telnet
 * to ZooKeeper fails" was taken as a fault of the network.
 *
 * <p>Sources: rpm(8) on verify, dpkg(1) on --verify, apk(8), RFC 4253 section 4.2 for what an SSH server says first.
 */
public final class ToolIdentityCheck implements HostCheck<ToolIdentityCheck.Params> {
    /** Packages whose telnet, ftp and rsh take the names of the usual ones: krb5-workstation, heimdal-clients. */
    private static final Pattern KERBEROS = Pattern.compile("krb5|kerberos|heimdal");

    /** Where krb5-workstation of EL5 keeps them; its profile script puts the directory in front. */
    private static final String KERBEROS_DIRECTORY = "/usr/kerberos/";

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Tools to look at, by name",
                    defaultValue = "[telnet, nc, ping, ip, ss, awk, tar, curl]",
                    example = "[telnet, nc, ping]",
                    shape = Shape.PROGRAM,
                    filled = true,
                    kind = Kind.LOCATOR)
            List<String> tools,

            @Param(
                    value = "Tools that must be there; the absence of others is no fault",
                    defaultValue = "[]",
                    example = "[nc]",
                    shape = Shape.PROGRAM,
                    kind = Kind.THRESHOLD)
            List<String> requiredTools,

            @FromSetting String installUser) {
        public Params {
            tools = List.copyOf(tools);
            requiredTools = List.copyOf(requiredTools);
        }
    }

    /** What people type at is a login, and what scripts run by SSH is not. */
    private static final List<Context> CONTEXTS = List.of(Context.EXEC, Context.LOGIN);

    private static final CheckSpec<Params> SPEC = CheckSpec.of("tool-identity", Params.class, Severity.WARNING)
            .code("kerberos-telnet")
            .code("not-functional")
            .oldCode("functional", "not-functional")
            .code("required-absent")
            .code("several", Severity.WARNING)
            .code("alias", Severity.WARNING)
            .code("unowned", Severity.WARNING)
            .code("changed", Severity.WARNING)
            .code("absent", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        if (params.tools().isEmpty()) {
            return needs;
        }
        for (Context context : CONTEXTS) {
            needs = origins(params).addedTo(needs, context);
        }
        return needs;
    }

    private static InContext<ToolOrigins> origins(Params params) {
        return new InContext<>(ToolOrigins.FACT, params.installUser(), params.tools());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        if (params.tools().isEmpty()) {
            return List.of(Judgement.notApplicable("absent", Subject.HOST));
        }
        List<Judgement> judgements = new ArrayList<>();
        for (Context context : CONTEXTS) {
            judgements.addAll(origins(params).judged(facts, context, origins -> judged(context, origins, params)));
        }
        return judgements;
    }

    private static List<Judgement> judged(Context context, ToolOrigins origins, Params params) {
        List<Judgement> judgements = new ArrayList<>();
        List<String> good = new ArrayList<>();
        origins.tools().forEach((name, tool) -> {
            Subject subject = Subject.of("context", context.id() + ":" + name);
            if (tool.matches().isEmpty()) {
                if (params.requiredTools().contains(name)) {
                    judgements.add(Judgement.fail("required-absent", subject).with("tool", name));
                }
                return;
            }
            Optional<Judgement> fault = fault(subject, name, tool, origins);
            fault.ifPresent(judgements::add);
            if (fault.isEmpty()) {
                good.add(tool.matches().get(0).file());
            }
        });
        Subject all = Subject.of("context", context.id());
        if (!good.isEmpty()) {
            judgements.add(Judgement.pass(all).with("files", Arg.texts(good)));
        } else if (judgements.isEmpty()) {
            judgements.add(Judgement.notApplicable("absent", all));
        }
        return judgements;
    }

    private static Optional<Judgement> fault(Subject subject, String name, Tool tool, ToolOrigins origins) {
        Match first = tool.matches().get(0);
        return wrong(subject, tool, first, origins)
                .or(() -> doubtful(subject, name, tool, first, origins))
                .map(judgement -> judgement
                        .with("tool", name)
                        .with("file", first.file())
                        .with("owner", first.owner().orElse("")));
    }

    private static Optional<Judgement> wrong(Subject subject, Tool tool, Match first, ToolOrigins origins) {
        if (first.owner().filter(owner -> KERBEROS.matcher(owner).find()).isPresent()
                || first.real().startsWith(KERBEROS_DIRECTORY)
                || first.file().startsWith(KERBEROS_DIRECTORY)) {
            Judgement judgement = Judgement.fail("kerberos-telnet", subject);
            Optional<String> other = tool.matches().stream()
                    .map(Match::file)
                    .filter(file -> !file.equals(first.file()) && !file.startsWith(KERBEROS_DIRECTORY))
                    .findFirst();
            if (other.isPresent()) {
                judgement = judgement.withRemedy(Remedy.manual("call").with("file", Arg.text(other.get())));
            }
            for (String profile : origins.profiles()) {
                judgement = judgement.withRemedy(
                        Remedy.confirm("unset-profile", Privilege.ROOT).with("profile", Arg.text(profile)));
            }
            return Optional.of(judgement.withRemedy(Remedy.manual("keep-kerberos")));
        }
        return tool.connection()
                .filter(tried -> !tried.hears())
                .map(deaf -> Judgement.fail("not-functional", subject)
                        .with("to", deaf.to())
                        .with("said", deaf.said()));
    }

    private static Optional<Judgement> doubtful(
            Subject subject, String name, Tool tool, Match first, ToolOrigins origins) {
        if (tool.shadow().isPresent()) {
            return Optional.of(Judgement.warning("alias", subject)
                    .with("said", tool.shadow().get())
                    .withRemedy(Remedy.manual("call").with("file", Arg.text(first.file()))));
        }
        List<String> real = tool.matches().stream().map(Match::real).distinct().toList();
        if (real.size() > 1) {
            return Optional.of(Judgement.warning("several", subject)
                    .with("files", Arg.texts(real))
                    .withRemedy(Remedy.manual("call").with("file", Arg.text(first.file()))));
        }
        if (first.changed()) {
            return Optional.of(Judgement.warning("changed", subject));
        }
        // A busybox without a list of packages still says what it is.
        boolean busybox = first.real().endsWith("/busybox") || tool.help().startsWith("BusyBox ");
        if (first.owner().isPresent() || busybox) {
            return Optional.empty();
        }
        if (!origins.packages().equals("none")) {
            return Optional.of(Judgement.warning("unowned", subject));
        }
        return tool.connection().isPresent()
                ? Optional.empty()
                : Optional.of(Judgement.unknown(Reason.NO_TOOL, subject)
                        .with("detail", "no list of packages tells whose " + name + " it is"));
    }
}
