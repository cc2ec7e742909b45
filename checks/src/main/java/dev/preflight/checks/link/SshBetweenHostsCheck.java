package dev.preflight.checks.link;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Pair;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.exchange.Mesh;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The install user of a host can log in to the others by ssh as an installer does: without a password, without a question,
 * and without text that would damage what scp and rsync send. That Preflight reaches every host says nothing of it: the keys
 * of the hosts themselves are others.
 *
 * <p>Sources: ssh(1), ssh_config(5), sshd(8) on authorized_keys; cephadm and tiup, which log in from one host to all.
 */
@Untried(
        remedies = {"trust", "authorize"},
        why =
                "the hosts of the lab have no keys of their own for each other; both were tried by hand on files of a test")
public final class SshBetweenHostsCheck implements LinkCheck<SshBetweenHostsCheck.Params> {

    /** By what the other hosts are called. */
    public enum By {
        /** By the address of the inventory, or {@code preflight_address}. */
        ADDRESS,
        /** By the name in the inventory. */
        NAME
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Group of the hosts that log in; empty means all, if there are no more than 32",
                    example = "control",
                    kind = Kind.LOCATOR,
                    names = Param.Names.GROUP)
            String from,

            @Param(
                    value = "Group of the hosts that are logged in to; empty means all",
                    example = "storage",
                    kind = Kind.LOCATOR,
                    names = Param.Names.GROUP)
            String to,

            @Param(
                    value = "User who is logged in as on the other host; empty means the same as here",
                    example = "platform",
                    shape = Shape.USER,
                    kind = Kind.LOCATOR)
            String user,

            @Param(
                    value = "Port; 0 means that of the inventory, and where it gives none, the one that ssh takes",
                    defaultValue = "0",
                    example = "2222",
                    shape = Shape.PORT,
                    kind = Kind.LOCATOR)
            int port,

            @Param(
                    value = "Whether the hosts are called by their addresses or by their names in the inventory",
                    defaultValue = "address",
                    example = "name",
                    kind = Kind.LOCATOR)
            By by,

            @Param(
                    value = "How long a login takes at most",
                    defaultValue = "5s",
                    example = "2s",
                    least = "1s",
                    most = "10m",
                    kind = Kind.THRESHOLD)
            Duration maxTime,

            @Param(
                    value = "Whether the other host must print nothing by itself",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean silent,

            @FromSetting String installUser) {

        /** The probe is that of the session of the install user: the keys are in that home directory. */
        FactRequest<SshLogins> request() {
            FactRequest<SshLogins> request = SshLogins.FACT
                    .in(Context.EXEC)
                    .with("FROM", from)
                    .with("TO", to)
                    .with("USER", user)
                    .with("PORT", Integer.toString(port))
                    .with("BY", CodeName.of(by));
            return installUser.isEmpty() ? request : request.as(installUser);
        }

        Subject subject() {
            String whose = user.isEmpty() ? installUser : user;
            return Subject.of("login", whose.isEmpty() ? "ssh" : whose);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("ssh-between-hosts", Params.class, Severity.BLOCKER)
            .code("no-key")
            .code("key-refused")
            .code("host-key-unknown")
            .code("host-key-changed")
            .code("refused")
            .code("timeout")
            .code("needs-password")
            .code("account-refused")
            .code("not-resolved")
            .code("slow-login", Severity.WARNING)
            .code("prints-text", Severity.WARNING)
            .code("one-host", Severity.INFO)
            .explainedBy("nic-link", "timeout")
            .explainedBy("firewall", "refused", "timeout")
            .explainedBy("tcp-ports", "refused", "timeout")
            .explainedBy("names-resolve", "not-resolved");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(params.request());
    }

    @Override
    public boolean exchanges() {
        return false;
    }

    @Override
    public Traffic traffic(Params params) {
        return Traffic.none();
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, Params params) {
        if (params.from().isEmpty() && facts.hosts().size() > Mesh.LOGINS) {
            return List.of(new Scoped(
                    Scope.fleet(),
                    Judgement.unknown(Reason.AMBIGUOUS, params.subject())
                            .with("detail", facts.hosts().size() + " hosts, from which of them is not said")
                            .basedOn(params.request())));
        }
        Map<Pair, List<Judgement>> said = new TreeMap<>(Comparator.comparing(Pair::toString));
        facts.pairs().stream()
                .filter(pair -> isIn(facts, pair.from(), params.from()) && isIn(facts, pair.to(), params.to()))
                .forEach(pair -> said.put(pair, new LoginOfPair(facts, pair, params).judged()));
        return said.isEmpty() ? Pairs.ONE_HOST : new FoldedLogins(said).folded();
    }

    private static boolean isIn(LinkFacts facts, String host, String group) {
        HostFacts of = facts.fleet().hosts().get(host);
        return group.isEmpty() || (of != null && of.host().groups().contains(group));
    }
}
