package dev.preflight.casefile;

import java.util.List;

/** The keys of the parts of a test file, for who reads them and who describes them. */
public final class CaseKeys {
    /** Of the file. */
    public static final List<String> FILE = List.of("profile", "settings", "cases", "mutations", "coverage");

    /** Of a case. */
    public static final List<String> CASE =
            List.of("name", "evidence", "settings", "set", "only", "at", "change", "withhold", "expect", "reviewed");

    /** Of a change of what a host said. */
    public static final List<String> CHANGE = List.of("replace", "with");

    /** Of what a case must come to. */
    public static final List<String> EXPECT = List.of("verdict", "findings", "none", "others");

    /** Of a finding that is expected. */
    public static final List<String> FINDING =
            List.of("check", "code", "outcome", "subject", "host", "reason", "severity", "waived");

    /** Of what is tried beside the cases. */
    public static final List<String> MUTATIONS = List.of("withhold", "limits", "expectations", "except");

    /** Of a change that need not be noticed. */
    public static final List<String> EXCEPT = List.of("check", "fact", "row", "limit", "code", "why");

    /** Of how much the cases must reach. */
    public static final List<String> COVERAGE = List.of("codes", "rows");

    private CaseKeys() {}
}
