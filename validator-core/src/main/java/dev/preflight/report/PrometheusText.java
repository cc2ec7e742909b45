package dev.preflight.report;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes gauges in the text exposition format of Prometheus (its documentation, "Exposition formats"): the samples of a
 * metric follow its {@code HELP} and {@code TYPE}, each of which may come once only.
 */
final class PrometheusText {
    private final Writer to;
    private final String common;
    private String metric = "";

    /** Every sample has this label too. */
    PrometheusText(Writer to, String label, String value) {
        this.to = to;
        this.common = label(label, value);
    }

    /** Begins a metric, whose samples follow. */
    void metric(String name, String help) throws IOException {
        metric = name;
        to.write("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n");
    }

    /** Writes a sample of the metric; labels are names and values, alternating. */
    void sample(String value, String... labels) throws IOException {
        to.write(metric);
        to.write('{');
        to.write(common);
        for (int i = 0; i < labels.length; i += 2) {
            to.write(',');
            to.write(label(labels[i], labels[i + 1]));
        }
        to.write("} " + value + "\n");
    }

    /** A value may hold anything but these three as they are; what a terminal would act on is shown as an escape first. */
    private static String label(String name, String value) {
        String escaped =
                CleanText.of(value).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }
}
