package dev.preflight.checks.software;

import dev.preflight.api.PublishedFact;
import dev.preflight.api.Shape;
import dev.preflight.checks.fact.Fields;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Context;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;

/** What checks of a profile may read of services and packages. */
public final class SoftwareFacts {
    private static final ValueType UNIT = Fields.type(
            "exists", Simple.BOOL,
            "id", Simple.TEXT,
            "load", Simple.TEXT,
            "active", Simple.TEXT,
            "file", Simple.TEXT,
            "at_boot", Simple.BOOL,
            "stale", Simple.BOOL);

    private static final ValueType PACKAGE = Fields.type(
            "name", Simple.TEXT,
            "version", Simple.VERSION,
            "full", Simple.VERSION,
            "versions", new ListOf(Simple.VERSION),
            "whole", Simple.BOOL,
            "held", Simple.BOOL,
            "manager", Simple.TEXT);

    private SoftwareFacts() {}

    /** All of them. */
    public static List<PublishedFact<?>> published() {
        return List.of(
                PublishedFact.of(
                        "unit",
                        Shape.UNIT,
                        UNIT,
                        name -> Services.FACT.request().withArguments(List.of(name)),
                        SoftwareFacts::unit),
                PublishedFact.of(
                        "package",
                        Shape.PACKAGE,
                        PACKAGE,
                        name -> Packages.FACT.request().withArguments(List.of(name)),
                        (packages, name) -> Reading.got(installed(packages, name))));
    }

    /** The version that a command says it has where the login user calls it; not for definitions, which call programs themselves. */
    public static PublishedFact<?> commandVersion() {
        return PublishedFact.of(
                "command-version",
                Shape.PROGRAM,
                Simple.VERSION,
                name -> CommandVersions.FACT.in(Context.EXEC).withArguments(List.of(name, "1", "--version")),
                SoftwareFacts::version);
    }

    private static Reading<Value> version(CommandVersions versions, String name) {
        CommandVersions.Command command = versions.commands().get(name);
        if (command == null) {
            return Reading.missing(Reason.NOT_COLLECTED, name);
        }
        if (command.file().isEmpty()) {
            return Reading.got(new Value.Absent());
        }
        if (command.ranTooLong()) {
            return Reading.missing(Reason.TIMEOUT, "10 s: " + command.file());
        }
        return CommandLimits.usual(name, command.said())
                .filter(version -> command.runs())
                .<Reading<Value>>map(version -> Reading.got(new Value.Version(version)))
                .orElseGet(() -> Reading.missing(Reason.MALFORMED, command.file() + " --version"));
    }

    /** A unit that does not exist is not loaded and not active, as systemd has it. */
    private static Reading<Value> unit(Services services, String name) {
        ServiceUnit unit = services.units().get(name);
        if (unit == null) {
            return Reading.missing(Reason.NOT_COLLECTED, name);
        }
        Fields fields = new Fields()
                .bool("exists", unit.exists())
                .text("id", unit.id())
                .text("load", unit.load())
                .text("active", unit.active())
                .text("file", unit.file())
                .bool("stale", unit.stale());
        return Reading.got(
                (unit.boot() == Boot.UNSURE ? fields : fields.bool("at_boot", unit.boot() == Boot.YES)).row());
    }

    /** Of several versions of one package the newest is its version. */
    private static Value installed(Packages packages, String name) {
        List<Packages.Entry> entries = packages.of(name);
        if (entries.isEmpty()) {
            return new Value.Absent();
        }
        Packages.Entry newest = entries.stream()
                .reduce((one, other) -> PackageVersion.of(one.version())
                                        .compareTo(PackageVersion.of(other.version()), packages.manager())
                                < 0
                        ? other
                        : one)
                .orElseThrow();
        return new Fields()
                .text("name", name)
                .version("version", PackageVersion.of(newest.version()).upstream())
                .version("full", newest.version())
                .with(
                        "versions",
                        new Value.Items(entries.stream()
                                .<Value>map(entry -> new Value.Version(entry.version()))
                                .toList()))
                .bool("whole", entries.stream().allMatch(Packages.Entry::whole))
                .bool("held", entries.stream().anyMatch(Packages.Entry::held))
                .text(
                        "manager",
                        packages.manager() == PackageManager.APK
                                ? "apk"
                                : packages.manager().own())
                .row();
    }
}
