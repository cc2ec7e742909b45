package dev.preflight.inventory;

/** The secrets that a host may need, and the variables of Preflight that say where they come from. */
public enum SecretKind {
    /** What the login user logs in with. */
    PASSWORD("preflight_password", "the password of the login user"),
    /** What sudo, su or doas asks for. */
    BECOME_PASSWORD("preflight_become_password", "the password that becoming root asks for"),
    /** What unlocks private keys. */
    PASSPHRASE("preflight_passphrase", "the passphrase of the private key");

    private final String variable;
    private final String meaning;

    SecretKind(String variable, String meaning) {
        this.variable = variable;
        this.meaning = meaning;
    }

    /** The variable that names a file whose first line is the secret. */
    public String fileVariable() {
        return variable + "_file";
    }

    /** The variable that names a program that prints the secret. */
    public String commandVariable() {
        return variable + "_command";
    }

    /** What it is, with its article. */
    public String meaning() {
        return meaning;
    }
}
