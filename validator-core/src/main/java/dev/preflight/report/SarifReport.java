package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Scope;
import dev.preflight.json.JsonOut;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A run as SARIF 2.1.0 (OASIS): a rule for each check, a result for each finding, and a logical location for each host.
 * What is undetermined has the kind {@code open}; what a waiver covers is suppressed, with the reason. A host that was not
 * reached is a notification too. Links that are good are left out, as there are as many as pairs of hosts. The same run
 * gives the same bytes.
 */
public final class SarifReport implements WrittenReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final Texts texts;

    /** A report in the language of these texts. */
    public SarifReport(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void write(RunReport run, Writer to) throws IOException {
        JsonOut.object(to, fields -> write(fields, run));
    }

    private void write(JsonOut.Fields fields, RunReport run) {
        Map<String, Integer> rules = new LinkedHashMap<>();
        Map<String, Integer> hosts = new LinkedHashMap<>();
        run.hosts().forEach(host -> hosts.putIfAbsent(host.name(), hosts.size()));
        shown(run, finding -> rules.putIfAbsent(finding.check(), rules.size()));
        SarifResults results = new SarifResults(texts, rules, hosts);
        fields.field("$schema", SCHEMA)
                .field("version", "2.1.0")
                .array(
                        "runs",
                        runs -> runs.object(o -> o.object("tool", tool -> driver(tool, run, rules))
                                .object(
                                        "automationDetails",
                                        // The last slash says that no single run is named (section 3.17.2).
                                        details -> details.field("id", "preflight/" + run.profile() + "/"))
                                .field("language", texts.language())
                                .array("invocations", all -> all.object(one -> invocation(one, run, results)))
                                .array(
                                        "logicalLocations",
                                        all -> run.hosts().forEach(host -> all.object(one -> location(one, host))))
                                .array("results", all -> shown(run, finding -> results.write(all, finding)))));
    }

    private static void shown(RunReport run, Consumer<Finding> each) {
        Stream.concat(run.hosts().stream().flatMap(host -> host.findings().stream()), run.fleet().stream())
                .filter(finding -> !(JsonFindings.isShort(finding) && finding.scope() instanceof Scope.OfPair))
                .forEach(each);
    }

    private void driver(JsonOut.Fields tool, RunReport run, Map<String, Integer> rules) {
        tool.object(
                "driver",
                driver -> driver.field("name", "Preflight")
                        .field("version", run.toolVersion())
                        .array("rules", all -> rules.keySet().forEach(check -> all.object(rule -> rule(rule, check)))));
    }

    private void rule(JsonOut.Fields rule, String check) {
        rule.field("id", check)
                .object("shortDescription", o -> o.field("text", SarifResults.plain(texts.title(check))));
        String summary = texts.summary(check);
        if (!summary.isEmpty()) {
            rule.object("fullDescription", o -> o.field("text", SarifResults.plain(summary)));
        }
        rule.object("help", o -> o.field("text", texts.page("sarif.help", "check", check)))
                .object("defaultConfiguration", o -> o.field("level", SarifResults.level(texts.severity(check))));
    }

    private void invocation(JsonOut.Fields fields, RunReport run, SarifResults results) {
        boolean ended = run.exit() != ExitCode.INTERNAL_ERROR && run.exit() != ExitCode.INTERRUPTED;
        fields.field("startTimeUtc", run.startedAt().toString())
                .field("endTimeUtc", run.endedAt().toString())
                .field("exitCode", run.exit().number())
                .field("exitCodeDescription", run.verdict().code())
                .field("executionSuccessful", ended)
                .array(
                        "toolExecutionNotifications",
                        all -> run.hosts()
                                .forEach(host -> host.unreachable()
                                        .ifPresent(why -> notification(all, host.name(), why, results))));
    }

    private void notification(JsonOut.Items all, String host, HostFailure why, SarifResults results) {
        ReachTexts reach = texts.of(host, why);
        all.object(o -> o.object("descriptor", d -> d.field("id", why.failure().code()))
                .field("level", "error")
                .object("message", m -> m.field("text", SarifResults.plain(reach.observed() + "\n" + reach.action())))
                .array("locations", places -> results.place(places, Scope.host(host))));
    }

    private static void location(JsonOut.Fields fields, HostReport host) {
        fields.field("name", host.name())
                .field("fullyQualifiedName", host.name())
                .field("kind", "host")
                .object(
                        "properties",
                        bag -> bag.field("verdict", host.verdict().code())
                                .field("transport", host.transport())
                                .field("system", JsonReport.orNull(host.system())));
    }
}
