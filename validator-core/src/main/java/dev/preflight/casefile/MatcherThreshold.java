package dev.preflight.casefile;

import dev.preflight.api.ByteSize;
import dev.preflight.api.OwnExpectations.OwnLimit;
import dev.preflight.param.ParamType;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import java.util.List;
import java.util.Optional;

/** A number that an expectation of a check which a profile defines compares with. */
record MatcherThreshold(CheckInstance<?> instance, OwnLimit of, ParamType type) implements Threshold {
    /** Those of the checks of a profile, in its order. */
    static List<Threshold> ofDefinitions(Profile profile) {
        return profile.checks().stream()
                .flatMap(instance -> instance.limits().stream().<Threshold>map(limit -> of(instance, limit)))
                .filter(one -> Scale.ofWritten(one.type(), one.text()).isPresent())
                .toList();
    }

    private static MatcherThreshold of(CheckInstance<?> instance, OwnLimit limit) {
        ParamType type = switch (limit.type()) {
            case SIZE -> ParamType.of(ByteSize.class);
            case DURATION -> new ParamType.Span();
            case VERSION -> new ParamType.Text();
            default -> new ParamType.Whole(true);
        };
        return new MatcherThreshold(instance, limit, type);
    }

    @Override
    public String row() {
        return "";
    }

    @Override
    public String code() {
        return of.code();
    }

    @Override
    public String limit() {
        return of.name();
    }

    @Override
    public String name() {
        return instance.name() + " " + of.code();
    }

    @Override
    public String text() {
        return of.text();
    }

    @Override
    public Optional<CheckInstance<?>> with(String other, CheckInstance<?> ofCase, SettingValues settings) {
        return ofCase.withLimit(of, other).map(changed -> changed);
    }

    @Override
    public <P extends Record> CheckInstance<P> alone(CheckInstance<P> whole) {
        CheckInstance<P> alone = whole;
        for (String code : whole.expectations()) {
            alone = code.equals(of.code()) ? alone : alone.withoutExpectation(code);
        }
        return alone;
    }
}
