package dev.preflight.app;

import java.util.Optional;

/** The fields of a request in JSON. */
enum RequestField implements Fields.Field {
    SCHEMA_VERSION("schemaVersion"),
    HOSTS("hosts"),
    INVENTORY("inventory"),
    LIMIT("limit"),
    PROFILE("profile", "--profile"),
    SETTINGS("settings"),
    SET("set", "--set"),
    ONLY("only", "--only"),
    SKIP("skip", "--skip"),
    DEFINED_COMMANDS("definedCommands"),
    DEADLINE("deadlineSeconds", "--deadline"),
    HOST_DEADLINE("hostDeadlineSeconds", "--host-deadline"),
    RETRY_UNTIL("retryUntilSeconds", "--retry-until"),
    CONNECT_TIMEOUT("connectTimeoutSeconds", "--connect-timeout"),
    CONCURRENCY("concurrency", "--concurrency"),
    FAIL_ON("failOn"),
    USER("user"),
    KEY_FILE("keyFile", "--identity"),
    PASSWORD_FILE("passwordFile"),
    PASSWORD_COMMAND("passwordCommand", "--password-command"),
    BECOME_PASSWORD_FILE("becomePasswordFile"),
    BECOME_PASSWORD_COMMAND("becomePasswordCommand", "--become-password-command"),
    PASSPHRASE_FILE("passphraseFile"),
    PASSPHRASE_COMMAND("passphraseCommand", "--passphrase-command"),
    ACCEPT_NEW("acceptNew"),
    KNOWN_HOSTS("knownHosts"),
    SSH_CONFIG("sshConfig", "--ssh-config"),
    SAVE_EVIDENCE("saveEvidence", "--save-evidence"),
    RESUME("resume", "--resume"),
    ONLY_FAILED("onlyFailed", "--only-failed"),
    LANGUAGE("language");

    private final String key;
    private final Optional<String> option;

    RequestField(String key) {
        this.key = key;
        this.option = Optional.empty();
    }

    RequestField(String key, String option) {
        this.key = key;
        this.option = Optional.of(option);
    }

    @Override
    public String key() {
        return key;
    }

    /** The option of the command line that problems name where they are found after the request was read. */
    Optional<String> option() {
        return option;
    }
}
