package dev.preflight.rules;

/** The types of the library in the words of profiles. */
final class TypeNames {
    private TypeNames() {}

    /** With an article where there is one. */
    static String a(String type) {
        String name = of(type);
        return name.equals("text") ? name : "a " + name;
    }

    /** Without an article. */
    static String of(String type) {
        if (type.startsWith("list(")) {
            return "list";
        }
        return switch (type) {
            case "string" -> "text";
            case "int" -> "whole number";
            case "double" -> "number";
            case "bool" -> "condition";
            case "google.protobuf.Timestamp" -> "date";
            case "version" -> "version";
            case "list" -> "list";
            case "dyn" -> "value";
            default -> type.startsWith("row ") || type.startsWith("map") ? "row" : "value";
        };
    }
}
