package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.preflight.inventory.Secret;
import dev.preflight.inventory.SecretUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Private key files, each read, and unlocked if need be, once for all hosts: bcrypt makes unlocking slow on purpose. */
final class KeyFiles {
    /** More than any private key; guards against being pointed at something else. */
    private static final long LARGEST = 1 << 20;

    /** What a key file gave. */
    sealed interface Loaded {}

    /** A key that can sign. */
    record Usable(KeyPair pair) implements Loaded {}

    /**
     * No key, and why.
     *
     * @param why a sentence
     * @param publicKey where the file, or the {@code .pub} beside it, shows it
     */
    record Unusable(KeyFlaw flaw, String why, Optional<PublicKeyLine> publicKey) implements Loaded {
        /** Whether a passphrase would help that was not asked for, or not given. */
        boolean locked() {
            return flaw == KeyFlaw.LOCKED;
        }
    }

    /** A passphrase that a host has of its own unlocks no more than what it is for. */
    private record Unlocking(Path file, Optional<Secret> own) {}

    private final JSch jsch;
    private final Function<Path, Optional<Secret>> passphrase;
    private final Map<Path, Loaded> read = new ConcurrentHashMap<>();
    private final Map<Unlocking, Loaded> unlocked = new ConcurrentHashMap<>();

    KeyFiles(JSch jsch, Function<Path, Optional<Secret>> passphrase) {
        this.jsch = jsch;
        this.passphrase = passphrase;
    }

    /** The key as far as it can be had without a passphrase. */
    Loaded peek(Path file) {
        return read.computeIfAbsent(file, f -> load(f, Optional.empty(), false));
    }

    /**
     * The key, asking for a passphrase if it has one.
     *
     * @param own the passphrase that the host's inventory entry gives; no one is asked then
     */
    Loaded load(Path file, Optional<Secret> own) {
        Loaded plain = peek(file);
        return plain instanceof Unusable unusable && unusable.locked()
                ? unlocked.computeIfAbsent(new Unlocking(file, own), u -> load(file, own, true))
                : plain;
    }

    /** The key as it came of {@link #load} before, or else of {@link #peek}: asks no one. */
    Loaded known(Path file, Optional<Secret> own) {
        Loaded before = unlocked.get(new Unlocking(file, own));
        return before == null ? peek(file) : before;
    }

    /** The public key of a file, as far as it is known. */
    Optional<PublicKeyLine> publicKey(Path file) {
        Loaded loaded = peek(file);
        return loaded instanceof Usable usable
                ? PublicKeyLine.ofBlob(usable.pair().getPublicKeyBlob())
                : ((Unusable) loaded).publicKey();
    }

    private Loaded load(Path file, Optional<Secret> own, boolean unlock) {
        KeyPair pair;
        try {
            if (Files.size(file) > LARGEST) {
                return new Unusable(KeyFlaw.NO_KEY, "the file is too large for a private key", Optional.empty());
            }
            byte[] bytes = Files.readAllBytes(file);
            try {
                pair = KeyPair.load(jsch, bytes, null);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            return new Unusable(KeyFlaw.MISSING, "there is no such file", beside(file));
        } catch (IOException e) {
            return Files.isDirectory(file)
                    ? new Unusable(KeyFlaw.NO_KEY, "it is a directory", Optional.empty())
                    : new Unusable(KeyFlaw.NO_ACCESS, KeyFlaw.unread(e), beside(file));
        } catch (JSchException | RuntimeException e) {
            return strange(file);
        }
        Optional<PublicKeyLine> shown = Optional.ofNullable(pair.getPublicKeyBlob())
                .flatMap(PublicKeyLine::ofBlob)
                .or(() -> beside(file));
        Optional<String> tooOpen = KeyFlaw.tooOpen(file);
        if (tooOpen.isPresent()) {
            return new Unusable(KeyFlaw.TOO_OPEN, tooOpen.get(), shown);
        }
        return pair.isEncrypted()
                ? unlocked(pair, shown, () -> unlock ? own.or(() -> passphrase.apply(file)) : Optional.empty())
                : new Usable(pair);
    }

    private static Loaded unlocked(KeyPair pair, Optional<PublicKeyLine> shown, Supplier<Optional<Secret>> passphrase) {
        Optional<Secret> secret;
        try {
            secret = passphrase.get();
        } catch (SecretUnavailableException e) {
            return new Unusable(KeyFlaw.LOCKED, String.valueOf(e.getMessage()), shown);
        }
        if (secret.isEmpty()) {
            return new Unusable(KeyFlaw.LOCKED, "the key is encrypted and there is no passphrase", shown);
        }
        return decrypt(pair, secret.get())
                ? new Usable(pair)
                : new Unusable(KeyFlaw.WRONG_PASSPHRASE, "the passphrase is wrong", shown);
    }

    /** As with ssh, a public key may be named in place of a private one that an agent holds. */
    private static Unusable strange(Path file) {
        Optional<PublicKeyLine> own = PublicKeyLine.read(file);
        if (own.isPresent()) {
            return new Unusable(
                    KeyFlaw.PUBLIC, "it is a public key, and the ssh-agent does not hold its private key", own);
        }
        Optional<PublicKeyLine> beside = beside(file);
        return beside.filter(line -> line.type().startsWith("sk-")).isPresent()
                ? new Unusable(
                        KeyFlaw.TOKEN, "a key on a security token works through an ssh-agent only (ssh-add)", beside)
                : new Unusable(KeyFlaw.NO_KEY, "the file holds no private key in a known format", beside);
    }

    private static Optional<PublicKeyLine> beside(Path file) {
        return PublicKeyLine.read(file.resolveSibling(file.getFileName() + ".pub"));
    }

    private static boolean decrypt(KeyPair pair, Secret secret) {
        byte[] bytes = secret.bytes();
        try {
            return pair.decrypt(bytes);
        } catch (RuntimeException e) {
            // With a wrong passphrase jsch parses noise.
            return false;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
