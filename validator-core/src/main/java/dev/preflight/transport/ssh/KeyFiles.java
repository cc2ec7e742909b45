package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.preflight.inventory.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Private key files, each read, and unlocked if need be, once for all hosts: bcrypt makes unlocking slow on purpose. */
final class KeyFiles {
    /** More than any private key; guards against being pointed at something else. */
    private static final long LARGEST = 1 << 20;

    /** What a key file gave. */
    sealed interface Loaded {}

    /** A key that can sign. */
    record Usable(KeyPair pair) implements Loaded {}

    /**
     * No key, and the sentence that says why.
     *
     * @param locked whether a passphrase would help that was not asked for, or not given
     * @param publicKey in base64, where the file shows it although the rest is locked
     */
    record Unusable(String why, boolean locked, Optional<String> publicKey) implements Loaded {}

    private final JSch jsch;
    private final Function<Path, Optional<Secret>> passphrase;
    private final Map<Path, Loaded> read = new ConcurrentHashMap<>();
    private final Map<Path, Loaded> unlocked = new ConcurrentHashMap<>();

    KeyFiles(JSch jsch, Function<Path, Optional<Secret>> passphrase) {
        this.jsch = jsch;
        this.passphrase = passphrase;
    }

    /** The key as far as it can be had without a passphrase. */
    Loaded peek(Path file) {
        return read.computeIfAbsent(file, f -> load(f, false));
    }

    /** The key, asking for a passphrase if it has one. */
    Loaded load(Path file) {
        Loaded plain = peek(file);
        return plain instanceof Unusable unusable && unusable.locked()
                ? unlocked.computeIfAbsent(file, f -> load(f, true))
                : plain;
    }

    private Loaded load(Path file, boolean unlock) {
        KeyPair pair;
        try {
            if (Files.size(file) > LARGEST) {
                return new Unusable("the file is too large for a private key", false, Optional.empty());
            }
            byte[] bytes = Files.readAllBytes(file);
            try {
                pair = KeyPair.load(jsch, bytes, null);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            return new Unusable("there is no such file", false, Optional.empty());
        } catch (IOException e) {
            return new Unusable("the file cannot be read: " + RemoteText.clean(e.toString()), false, Optional.empty());
        } catch (JSchException | RuntimeException e) {
            return new Unusable("the file holds no private key in a known format", false, Optional.empty());
        }
        if (!pair.isEncrypted()) {
            return new Usable(pair);
        }
        Optional<String> shown = Optional.ofNullable(pair.getPublicKeyBlob())
                .map(blob -> Base64.getEncoder().encodeToString(blob));
        Optional<Secret> secret = unlock ? passphrase.apply(file) : Optional.empty();
        if (secret.isEmpty()) {
            return new Unusable("the key is encrypted and there is no passphrase", true, shown);
        }
        return decrypt(pair, secret.get()) ? new Usable(pair) : new Unusable("the passphrase is wrong", false, shown);
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
