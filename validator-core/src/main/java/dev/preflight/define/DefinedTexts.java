package dev.preflight.define;

import dev.preflight.define.match.Fields;
import dev.preflight.define.match.Words;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts of a definition; what it leaves out is said in general words. */
final class DefinedTexts {
    private static final String ENGLISH = "en";

    private final Definition definition;
    private final String language;
    private final Map<String, String> texts = new LinkedHashMap<>();

    private DefinedTexts(Definition definition, String language) {
        this.definition = definition;
        this.language = language;
    }

    /** The texts in a language, by key. What is given in English only is left out of the others. */
    static Map<String, String> of(Definition definition, String language) {
        DefinedTexts made = new DefinedTexts(definition, language);
        made.make();
        return made.texts;
    }

    private void make() {
        own("title", definition.texts(), "title", "");
        own("summary", definition.texts(), "summary", said("A check that the profile defines.", "配置集自定义的检查。"));
        texts.put("ok.observed", said("as required", "符合要求"));
        texts.put(DefinedCheck.NOT_APPLICABLE + ".observed", said("does not concern this host", "不适用于该主机"));
        texts.putAll(Undecided.TEXTS);
        definition.params().forEach((name, param) -> {
            if (param.help().containsKey(language)) {
                texts.put("parameter." + name, Gaps.plain(param.help().get(language)));
            }
        });
        definition.expectations().forEach(this::expectation);
    }

    private String said(String english, String chinese) {
        return language.equals(ENGLISH) ? english : chinese;
    }

    /** The definition's own text, or the general one. */
    private void own(String key, Map<String, Map<String, String>> given, String part, String general) {
        String own = given.getOrDefault(language, Map.of()).get(part);
        boolean inEnglish = given.getOrDefault(ENGLISH, Map.of()).containsKey(part);
        if (own != null) {
            texts.put(key, own);
        } else if (!inEnglish) {
            texts.put(key, general);
        }
    }

    private void expectation(Expectation one) {
        String code = one.code();
        own(code + ".observed", one.texts(), "observed", observed(one.condition()));
        own(code + ".required", one.texts(), "required", requiredText(one.condition()));
        texts.put(code + ".expects", Gaps.plain(expects(one.condition())));
        own(code + ".why", one.texts(), "why", "");
        own(
                code + ".action",
                one.texts(),
                "action",
                said("Correct it on the host, or change what the profile expects.", "在主机上更正，或修改配置集中的要求。"));
        one.mend().ifPresent(mend -> {
            String key = "remedy." + code;
            own(key, mend.texts(), "", said("Makes it as the profile expects.", "使其符合配置集的要求。"));
            Map<String, String> commands = mend.texts().getOrDefault(ENGLISH, Map.of());
            if (language.equals(ENGLISH)) {
                commands.forEach((part, text) -> {
                    if (!part.isEmpty()) {
                        texts.put(key + part, text);
                    }
                });
            }
        });
    }

    private String observed(Condition condition) {
        String gone = said("[[{gone} is absent]][[{none} has no such row]]", "[[{gone} 不存在]][[{none} 中没有这样的行]]");
        if (condition instanceof Condition.OfRule) {
            return "[[{observed}]]" + gone;
        }
        if (condition instanceof Condition.OfRead read) {
            return switch (read.how()) {
                case IS, EACH -> said("[[{field} is {observed}]]", "[[{field} 为 {observed}]]") + gone;
                case SOME, COUNT -> said("[[{observed} rows of {field}]]", "[[{field} 有 {observed} 行]]") + gone;
            };
        }
        return switch (((Condition.OfHosts) condition).across()) {
            case SAME ->
                said(
                        "{field} is {observed}[[; on other hosts it is {others}]]",
                        "{field} 为 {observed}[[；其他主机上为 {others}]]");
            case UNIQUE -> said("{field} is {observed}[[, as on {others}]]", "{field} 为 {observed}[[，与 {others} 相同]]");
            case SUM -> said("the sum of {field} is {observed}", "{field} 的总和为 {observed}");
        };
    }

    private String requiredText(Condition condition) {
        if (condition instanceof Condition.OfRule) {
            return said("{rule}", "{rule}");
        }
        if (condition instanceof Condition.OfRead read) {
            return required(read).in(language);
        }
        Condition.OfHosts hosts = (Condition.OfHosts) condition;
        return switch (hosts.across()) {
            case SAME -> said("the same on all hosts", "所有主机相同");
            case UNIQUE -> said("different on each host", "各主机互不相同");
            case SUM -> required(hosts).in(language);
        };
    }

    /** What is required, for who reads of the check and not of a host. */
    private String expects(Condition condition) {
        if (condition instanceof Condition.OfRule rule) {
            return rule.text();
        }
        if (condition instanceof Condition.OfRead read) {
            return required(read).shown(language);
        }
        Condition.OfHosts hosts = (Condition.OfHosts) condition;
        return hosts.across() == Condition.Across.SUM ? required(hosts).shown(language) : requiredText(condition);
    }

    /** What is required of one read. */
    static Words required(Condition.OfRead read) {
        Words words = new Words();
        switch (read.how()) {
            case IS -> {
                if (!(read.matcher() instanceof Fields)) {
                    words.name(read.of().shown()).say(" ", " ");
                }
            }
            case EACH -> words.say("in each row: ", "每一行：");
            case SOME -> words.say("in at least one row: ", "至少一行：");
            default -> words.say("the number of rows ", "行数");
        }
        read.matcher().say(words);
        read.where().ifPresent(where -> {
            words.say(" (where ", "（当 ");
            where.say(words);
            words.say(")", "）");
        });
        return words;
    }

    /** What is required of the sum over all hosts. */
    static Words required(Condition.OfHosts hosts) {
        Words words = new Words();
        words.say("the sum ", "总和");
        hosts.sum().ifPresent(sum -> sum.say(words));
        return words;
    }
}
