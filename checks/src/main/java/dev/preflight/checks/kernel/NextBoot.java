package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.kernel.BootSettings.Outlook;
import dev.preflight.checks.kernel.BootSettings.Setting;
import dev.preflight.checks.kernel.SysctlBoot.Init;
import dev.preflight.fact.Reason;
import java.util.Map;
import java.util.Optional;

/** What the next boot makes of one setting of the kernel, held against what a row requires. */
final class NextBoot {
    /**
     * What the kernel was compiled with, where no version since 3.10 and no configuration changes it: its ip-sysctl,
     * vm (overcommit_memory, panic_on_oom, swappiness, max_map_count: 65530 is DEFAULT_MAX_MAP_COUNT of mm.h) and
     * bridge ({@code brnf_call_iptables} of br_netfilter_hooks.c) documents.
     */
    private static final Map<String, String> COMPILED = Map.ofEntries(
            Map.entry("net/ipv4/ip_forward", "0"),
            Map.entry("net/ipv4/conf/all/forwarding", "0"),
            Map.entry("net/ipv6/conf/all/forwarding", "0"),
            Map.entry("net/ipv4/conf/all/rp_filter", "0"),
            Map.entry("net/ipv4/conf/default/rp_filter", "0"),
            Map.entry("net/ipv4/conf/all/arp_ignore", "0"),
            Map.entry("net/ipv4/conf/default/arp_ignore", "0"),
            Map.entry("net/ipv4/conf/all/arp_announce", "0"),
            Map.entry("net/ipv4/conf/default/arp_announce", "0"),
            Map.entry("net/bridge/bridge-nf-call-iptables", "1"),
            Map.entry("net/bridge/bridge-nf-call-ip6tables", "1"),
            Map.entry("vm/overcommit_memory", "0"),
            Map.entry("vm/panic_on_oom", "0"),
            Map.entry("vm/swappiness", "60"),
            Map.entry("vm/max_map_count", "65530"));

    /**
     * What systemd itself sets fs.file-max to when it starts, before it reads any file: the largest number (NEWS of
     * systemd 240).
     */
    private static final String BUMPED = Long.toString(Long.MAX_VALUE);

    /** Settings that a module brings, by the beginning of their paths. */
    private static final Map<String, String> MODULES = Map.of(
            "net/bridge/", "br_netfilter",
            "net/netfilter/nf_conntrack", "nf_conntrack",
            "net/nf_conntrack", "nf_conntrack");

    private final SysctlBoot boot;
    private final BootSettings settings;
    private final SysctlLimits limits;
    private final Subject subject;

    NextBoot(SysctlBoot boot, SysctlLimits limits, Subject subject) {
        this.boot = boot;
        this.settings = new BootSettings(boot);
        this.limits = limits;
        this.subject = subject;
    }

    /** What sets it. */
    Outlook of(String path) {
        return settings.of(path);
    }

    /**
     * Judges a setting that is right now.
     *
     * @param greater whether the value of "all" holds where it is greater
     * @param target what to set it to, if a command can
     */
    Judgement judge(String path, boolean greater, Optional<String> target) {
        Optional<Setting> own = own(path);
        Optional<Setting> all =
                greater ? settings.of(PerInterface.of(path, "all")).winner() : Optional.empty();
        Optional<String> unreadable = settings.of(path).unreadable();
        if (unreadable.isPresent()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", unreadable.get());
        }
        Optional<Setting> last = own.or(() -> all);
        if (boot.init() == Init.OTHER && last.filter(Setting::late).isEmpty()) {
            return Judgement.unknown(Reason.UNSUPPORTED_OS, subject).with("detail", "init");
        }
        if (last.isEmpty()) {
            return nothingSets(path, target);
        }
        Optional<String> next = greater ? greatest(all, own) : last.get().value();
        if (next.filter(value -> !limits.hold(value)).isPresent()) {
            Judgement wrong = Judgement.warning("wrong-after-boot", subject)
                    .with("boot", next.get())
                    .with("by", last.get().where());
            return persisted(wrong, path, target);
        }
        return last.get().late()
                ? Judgement.warning("late-writer", subject)
                        .with("by", last.get().where())
                : inTime(path);
    }

    /** What is set for it, or for the interfaces that appear later. */
    private Optional<Setting> own(String path) {
        Optional<Setting> own = settings.of(path).winner();
        return own.isEmpty() && PerInterface.is(path) && !path.equals(PerInterface.of(path, "all"))
                ? settings.of(PerInterface.of(path, "default")).winner()
                : own;
    }

    /** Empty if one of them cannot be read from its line; what nothing sets is 0. */
    private static Optional<String> greatest(Optional<Setting> all, Optional<Setting> own) {
        Optional<String> ofAll = all.isEmpty() ? Optional.of("0") : all.get().value();
        Optional<String> ofOwn = own.isEmpty() ? Optional.of("0") : own.get().value();
        return ofAll.flatMap(a -> ofOwn.map(o -> PerInterface.greatest(a, o)));
    }

    private Judgement inTime(String path) {
        Optional<String> module = MODULES.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(name -> !boot.loaded().contains(name))
                .findFirst();
        return module.map(name -> Judgement.warning("module-first", subject)
                        .with("module", name)
                        .withRemedy(Remedy.manual("load-first").with("module", Arg.text(name))))
                .orElseGet(() -> Judgement.pass(subject));
    }

    private Judgement nothingSets(String path, Optional<String> target) {
        boolean ofNic = PerInterface.is(path) && !path.equals(PerInterface.of(path, "all"));
        Optional<String> compiled = Optional.ofNullable(COMPILED.get(ofNic ? PerInterface.of(path, "default") : path));
        if (compiled.filter(limits::hold).isPresent()) {
            return Judgement.pass(subject);
        }
        if (path.equals("net/ipv4/ip_forward") && boot.dockerd() && limits.hold("1")) {
            // dockerd's --ip-forward is on unless switched off.
            return Judgement.warning("late-writer", subject).with("by", "dockerd");
        }
        if (path.equals("fs/file-max") && boot.init() == Init.SYSTEMD && target.equals(Optional.of(BUMPED))) {
            return Judgement.pass(subject);
        }
        Judgement lost = Judgement.warning("not-persisted", subject);
        lost = compiled.isPresent() ? lost.with("compiled", compiled.get()) : lost.withSeverity(Severity.INFO);
        return persisted(lost, path, target);
    }

    /** With the command that writes a file, where a file of its name has the last word. */
    Judgement persisted(Judgement judgement, String path, Optional<String> target) {
        Optional<Setting> winner = settings.of(path).winner();
        boolean applied = boot.never().isEmpty() && (boot.init() == Init.SYSTEMD || boot.init() == Init.PROCPS);
        String name = SysctlValues.name(path);
        if (applied
                && winner.filter(set -> !set.before("zzzz-preflight-" + name + ".conf"))
                        .isEmpty()
                && target.isPresent()) {
            return judgement.withRemedy(Remedy.safe("persist", Privilege.ROOT)
                    .asWell()
                    .with("name", Arg.text(name))
                    .with("value", Arg.text(target.get())));
        }
        return judgement.withRemedy(
                winner.isPresent()
                        ? Remedy.manual("edit")
                                .asWell()
                                .with("file", Arg.text(winner.get().where()))
                        : Remedy.manual("write").asWell());
    }
}
