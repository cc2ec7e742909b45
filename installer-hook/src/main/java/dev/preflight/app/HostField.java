package dev.preflight.app;

/** The fields of a host of a request in JSON. */
enum HostField implements Fields.Field {
    NAME("name"),
    ADDRESS("address"),
    PORT("port"),
    USER("user"),
    KEY_FILE("keyFile"),
    CONNECTION("connection"),
    BECOME("become"),
    GROUPS("groups");

    private final String key;

    HostField(String key) {
        this.key = key;
    }

    @Override
    public String key() {
        return key;
    }
}
