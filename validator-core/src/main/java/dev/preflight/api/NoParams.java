package dev.preflight.api;

/** The parameters of a check that has none. */
public record NoParams() {}
