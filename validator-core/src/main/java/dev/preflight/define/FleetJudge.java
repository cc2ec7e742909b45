package dev.preflight.define;

import dev.preflight.api.FleetFacts;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Scoped;
import java.util.List;

final class FleetJudge {
    FleetJudge(Definition definition, FleetFacts facts, NamedParams params) {}

    List<Scoped> judge() {
        return List.of();
    }
}
