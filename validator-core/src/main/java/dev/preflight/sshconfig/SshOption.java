package dev.preflight.sshconfig;

/**
 * An option of ssh(1) that takes a value, or {@code -4} or {@code -6}.
 *
 * @param flag its letter
 * @param value its value; empty for {@code -4} and {@code -6}
 */
public record SshOption(char flag, String value) {
    /** {@code -o Keyword=value}, as it was written. */
    public static final char KEYWORD = 'o';

    /** {@code -p}: the port. */
    public static final char PORT = 'p';

    /** {@code -l}: the login user. */
    public static final char USER = 'l';

    /** {@code -F}: the configuration file. */
    public static final char CONFIG = 'F';

    /** {@code -4}: IPv4 only. */
    public static final char INET = '4';

    /** {@code -6}: IPv6 only. */
    public static final char INET6 = '6';

    /** Whether it takes no value. */
    boolean bare() {
        return flag == INET || flag == INET6;
    }

    /** The letter with its dash. */
    String spelled() {
        return "-" + flag;
    }
}
