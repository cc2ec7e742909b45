package dev.preflight.define;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said where a definition gives no answer on a host. The general words of the same reasons are about evidence of
 * another version, and about mistakes in Preflight; here it is the file, the command or the rule of a site.
 */
final class Undecided {
    /** The gaps of {@link #TEXTS}. */
    private static final String SAID = "said";

    private static final String TODO = "todo";

    private static final Pattern STATUS = Pattern.compile("status ([0-9]{1,3})\\b.*", Pattern.DOTALL);

    /** The texts of these reasons, in each language: without their arguments, the general ones are used. */
    static final Map<String, String> TEXTS = Map.of(
            Reason.FORMAT_MISMATCH.code() + ".observed", "{" + SAID + "}",
            Reason.FORMAT_MISMATCH.code() + ".action", "{" + TODO + "}",
            Reason.CHECK_ERROR.code() + ".observed", "{" + SAID + "}",
            Reason.CHECK_ERROR.code() + ".action", "{" + TODO + "}");

    private Undecided() {}

    /** What a host said, and a definition cannot use. */
    static Judgement misread(Judgement unknown, Reading.Missing<?> missing) {
        return switch (missing.reason()) {
            case FORMAT_MISMATCH -> form(unknown, missing.detail());
            case CHECK_ERROR -> status(unknown, missing.detail());
            default -> unknown;
        };
    }

    /** A text or a value of another kind. */
    static Judgement form(Judgement unknown, String found) {
        return with(
                unknown,
                words("it does not have the form that the profile expects: " + found, "其形式与配置集的要求不符：" + found),
                words(
                        "Correct it on the host. If it is right there, change how the profile reads it"
                                + " (as, types), or the matcher.",
                        "在主机上更正。如果主机上的内容正确，修改配置集的读取方式（as、types）或匹配条件。"));
    }

    private static Judgement status(Judgement unknown, String ended) {
        Matcher m = STATUS.matcher(ended);
        String exit =
                Optional.of(m).filter(Matcher::matches).map(it -> it.group(1)).orElse("1");
        return with(
                unknown,
                words("the command ended with a status that is no answer: " + ended, "命令以不作为回答的状态结束：" + ended),
                words(
                        "Call the command by hand, and correct what it complains of. If the status is an answer, list it"
                                + " in the read: exit: [0, " + exit + "]",
                        "手动运行该命令，更正它报告的问题。如果该状态也是回答，在读取中列出：exit: [0, " + exit + "]"));
    }

    /** A rule that cannot be evaluated by the values of a host. */
    static Judgement rule(Judgement unknown, String fault) {
        return with(
                unknown,
                words("the rule has no answer for the values of this host: " + fault, "规则对该主机的值没有结果：" + fault),
                words(
                        "Change the rule so that it has an answer for such values. A field that may be absent is asked for"
                                + " with has(...).",
                        "修改规则，使其对这样的值也有结果。可能不存在的字段先用 has(...) 判断。"));
    }

    private static Arg words(String english, String chinese) {
        return new Arg.Words(new TreeMap<>(Map.of("en", english, "zh", chinese)));
    }

    private static Judgement with(Judgement unknown, Arg said, Arg todo) {
        return unknown.with(SAID, said).with(TODO, todo);
    }
}
