package dev.preflight.api;

/** A judgement of a fleet or link check, with its scope. */
public record Scoped(Scope scope, Judgement judgement) {}
