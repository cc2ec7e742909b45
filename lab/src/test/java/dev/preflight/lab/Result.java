package dev.preflight.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a command came to.
 *
 * @param exit what it ended with
 * @param out standard output
 * @param err standard error
 */
public record Result(int exit, String out, String err) {
    /** Outcomes of findings that are good. */
    static final Set<String> GOOD = Set.of("pass", "not-applicable");

    /** Standard output as JSON. */
    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + out + err, e);
        }
    }

    /** The findings of a JSON report, of all hosts. */
    public List<JsonNode> findings() {
        List<JsonNode> findings = new ArrayList<>();
        json().path("hosts").forEach(host -> host.path("findings").forEach(findings::add));
        return findings;
    }

    /** Every finding that is not good, as {@code outcome check code}; what does not apply is good. */
    public List<String> wrong() {
        return findings().stream()
                .filter(finding -> !GOOD.contains(finding.path("outcome").asText()))
                .map(finding -> finding.path("outcome").asText() + " "
                        + finding.path("check").asText() + " "
                        + finding.path("code").asText())
                .distinct()
                .sorted()
                .toList();
    }
}
