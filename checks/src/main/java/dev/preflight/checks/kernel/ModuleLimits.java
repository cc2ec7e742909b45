package dev.preflight.checks.kernel;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Shape;
import dev.preflight.checks.fact.At;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is required of one module of the kernel. */
record ModuleLimits(
        @Param(
                value = "Loaded or built in, or at least to be had, or not there",
                defaultValue = "usable",
                example = "loaded",
                kind = Kind.THRESHOLD)
        State state,

        @Param(value = "Modules of which one is enough in its place", example = "[ip_tables]", kind = Kind.LOCATOR)
        List<String> anyOf,

        @Param(
                value = "A path that exists where the function works, however the kernel has it",
                example = "/proc/sys/net/bridge",
                shape = Shape.PATH,
                kind = Kind.LOCATOR)
        Optional<String> feature,

        @Param(
                value = "What its parameters are to be; the module has to be loaded",
                example = "{hashsize: 65536}",
                kind = Kind.THRESHOLD)
        Rows<Parameter> parameters,

        @Param(
                value = "When it is required",
                defaultValue = "[now, boot]",
                example = "[now]",
                filled = true,
                kind = Kind.THRESHOLD)
        List<At> at)
        implements Rows.OfSubject {

    /** A file of a module, compressed or not: depmod(8). No name of a module has a dot or a slash. */
    private static final Pattern FILE = Pattern.compile("([^/]+)\\.ko(?:\\.(?:gz|xz|zst))?");

    /** What is required of a module. */
    enum State {
        /** In the kernel. */
        LOADED,
        /** In the kernel, or in a file from which it can be loaded. */
        USABLE,
        /** Not in the kernel. */
        ABSENT
    }

    /** What a parameter of a module is to be. */
    record Parameter(
            @Param(value = "What it is to be", example = "65536", kind = Kind.THRESHOLD)
            String value) {}

    /** The lists are copied. */
    ModuleLimits {
        anyOf = List.copyOf(anyOf);
        at = List.copyOf(at);
    }

    @Override
    public Optional<String> refusal(String key) {
        return Stream.concat(Stream.of(key), anyOf.stream())
                .filter(name -> file(name).matches())
                .findFirst()
                .map(name -> "'" + name + "' is the file of a module; write its name, "
                        + file(name).replaceFirst("$1"));
    }

    private static Matcher file(String name) {
        return FILE.matcher(name.substring(name.lastIndexOf('/') + 1));
    }
}
