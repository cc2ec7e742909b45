package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long an account is good, in days since 1970: shadow(5), which root reads; or what chage(1) tells users of their own.
 *
 * @param locked whether a password was made unusable; false where that is not known
 * @param mustChange whether the password has to be changed at the next login
 * @param expires the day from which on the account is refused
 * @param lastDay the last day of the password
 */
record AccountAge(boolean locked, boolean mustChange, Optional<Long> expires, Optional<Long> lastDay) {
    /** Locked or open, the day of the last change, the most days between two changes, the day of expiry. */
    private static final int FIELDS = 4;

    /** As chage prints a date in the C locale, and with {@code -i}. */
    private static final List<DateTimeFormatter> DATES =
            List.of(DateTimeFormatter.ofPattern("MMM dd, uuuu", Locale.ENGLISH), DateTimeFormatter.ISO_LOCAL_DATE);

    static Reading<AccountAge> parse(Part part) throws FactFormatException {
        Optional<String> line = part.values("age").stream().findFirst();
        if (line.isPresent()) {
            return line.get().equals("none")
                    ? Reading.missing(Reason.NOT_READABLE, "getent shadow")
                    : Reading.got(ofShadow(line.get()));
        }
        List<String> chage = part.values("chage");
        return chage.isEmpty() ? Reading.missing(Reason.NO_PERMISSION, "/etc/shadow") : Reading.got(ofChage(chage));
    }

    private static AccountAge ofShadow(String line) throws FactFormatException {
        String[] fields = line.split(":", -1);
        if (fields.length != FIELDS) {
            throw new FactFormatException("expected four fields of shadow(5), found: " + line);
        }
        Optional<Long> changed = number(fields[1]);
        Optional<Long> most = number(fields[2]);
        boolean mustChange = changed.equals(Optional.of(0L));
        return new AccountAge(
                fields[0].equals("locked"),
                mustChange,
                number(fields[3]),
                mustChange ? Optional.empty() : changed.flatMap(day -> most.map(days -> day + days)));
    }

    /** Empty and negative: not set. */
    private static Optional<Long> number(String field) throws FactFormatException {
        return field.isEmpty() || field.startsWith("-") ? Optional.empty() : Optional.of(Numbers.whole(field));
    }

    private static AccountAge ofChage(List<String> lines) throws FactFormatException {
        String password = said(lines, "Password expires");
        String account = said(lines, "Account expires");
        boolean mustChange = password.contains("must be changed");
        return new AccountAge(false, mustChange, date(account), mustChange ? Optional.empty() : date(password));
    }

    private static String said(List<String> lines, String what) throws FactFormatException {
        return lines.stream()
                .filter(line -> line.startsWith(what) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow(() -> new FactFormatException("expected \"" + what + "\" of chage"));
    }

    private static Optional<Long> date(String text) throws FactFormatException {
        if (text.equals("never")) {
            return Optional.empty();
        }
        Optional<LocalDate> date =
                DATES.stream().flatMap(format -> parsed(text, format).stream()).findFirst();
        if (date.isEmpty()) {
            throw new FactFormatException("expected a date of chage, found: " + text);
        }
        return date.map(LocalDate::toEpochDay);
    }

    private static Optional<LocalDate> parsed(String text, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDate.parse(text, format));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
