package dev.preflight.fact;

/**
 * Turns a probe's output into a typed fact. Pure: no clock, no file, no host.
 *
 * @param <T> the fact's type
 */
@FunctionalInterface
public interface FactParser<T> {
    /**
     * Parses one probe's output.
     *
     * @return the fact, or the reason why the host did not give it
     * @throws FactFormatException if the text is not what the probe can have printed; becomes {@link Reason#MALFORMED}
     */
    Reading<T> parse(ProbeOutput output) throws FactFormatException;
}
