package dev.preflight.checks.settings;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;

/** Files and addresses that hold one item per line. */
public record ListFileSettings(
        @Param(
                value = "Lists of one item a line that the platform reads",
                example = "[{path: /etc/platform/peers, item: ipv4, min: 3}]",
                kind = Kind.LOCATOR)
        List<ListFileSetting> listFiles) {

    /** One list of one item a line, at a path of the host, at an address, or at both. */
    public record ListFileSetting(
            @Param(value = "Path of the file", example = "/etc/platform/peers", shape = Shape.PATH, kind = Kind.LOCATOR)
            String path,

            @Param(
                    value = "Address that it is served at, as it is configured where it is used",
                    example = "http://10.0.0.9/peers",
                    shape = Shape.URL,
                    kind = Kind.LOCATOR)
            String url,

            @Param(
                    value = "What a line is: ipv4, ipv6, host or host:port",
                    defaultValue = "host",
                    example = "ipv4",
                    kind = Kind.THRESHOLD)
            String item,

            @Param(
                    value = "Fewest items",
                    defaultValue = "1",
                    example = "3",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int min,

            @Param(
                    value = "Most items; 0 means any number",
                    defaultValue = "0",
                    example = "7",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int max,

            @Param(
                    value = "Host name or address of the one host that uses the address; empty means every host does",
                    example = "h1",
                    kind = Kind.LOCATOR,
                    names = Param.Names.HOST)
            String consumerHost,

            @Param(value = "Lines may begin with '#'", defaultValue = "false", example = "true", kind = Kind.THRESHOLD)
            boolean allowComments) {}
}
