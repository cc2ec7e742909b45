package dev.preflight.cli;

import dev.preflight.casefile.CoverageGoal;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a goal of coverage: {@code 80%}, {@code codes=80%} or {@code rows=100%}. */
final class CoverageOption implements ITypeConverter<CoverageGoal> {
    private static final Pattern GOAL = Pattern.compile("(?:(codes|rows)=)?(\\d{1,2}|100)%?");

    @Override
    public CoverageGoal convert(String value) {
        Matcher m = GOAL.matcher(value);
        if (!m.matches()) {
            throw new TypeConversionException(
                    "expected a percentage such as 80%, codes=80% or rows=100%, found '" + value + "'");
        }
        OptionalInt percent = OptionalInt.of(Integer.parseInt(m.group(2)));
        return "rows".equals(m.group(1))
                ? new CoverageGoal(OptionalInt.empty(), percent)
                : new CoverageGoal(percent, OptionalInt.empty());
    }
}
