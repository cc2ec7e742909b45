package dev.preflight.api;

/** A judgement of a fleet or link check, with whom it speaks of. */
public record Scoped(Scope scope, Judgement judgement) {}
