package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;
import dev.preflight.inventory.Secret;
import dev.preflight.sshconfig.SshLogin.IdentityAgent;
import dev.preflight.sshconfig.SshLogin.Keys;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.KeyFiles.Unusable;
import dev.preflight.transport.ssh.KeyFiles.Usable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the keys for one host into the order of ssh (pubkey_prepare of its sshconnect2.c): certificates that are named,
 * keys of the agent that the files name, other keys of the agent, the rest of the files. A certificate beside a key
 * comes after the key.
 */
final class KeyChooser {
    private final KeyFiles files;
    private final List<Identity> agent;
    private final Optional<Secret> passphrase;
    private final List<String> unusable = new ArrayList<>();
    private Optional<HostFailure> first = Optional.empty();

    /** What a file stands for: a key, or a certificate beside it. */
    private record Candidate(Path file, Optional<PublicKeyLine> line, Optional<UserCertificate> certificate) {
        /** What an agent calls the same. */
        String shown() {
            return line.map(PublicKeyLine::base64).orElse("");
        }
    }

    /**
     * A chooser for one host.
     *
     * @param agent the keys of the host's agent
     * @param passphrase the one that the host has of its own
     */
    KeyChooser(KeyFiles files, List<Identity> agent, Optional<Secret> passphrase) {
        this.files = files;
        this.agent = agent;
        this.passphrase = passphrase;
    }

    /**
     * The keys of one file that the user named for this host, and no other.
     *
     * @throws TransportException if it cannot be used
     */
    KeyChoice only(Path file, List<Path> certificates) throws TransportException {
        Keys named = new Keys(List.of(file), true, true, certificates, IdentityAgent.OF_ENVIRONMENT);
        boolean held = files.publicKey(file).flatMap(this::held).isPresent();
        if (!held && files.load(file, passphrase) instanceof Unusable reason) {
            throw new TransportException(failure(file, reason), null);
        }
        return of(named, List.of());
    }

    /**
     * The keys that ssh would try.
     *
     * @param usual the files where none is named
     */
    KeyChoice of(Keys wanted, List<Path> usual) {
        List<Identity> chosen = new ArrayList<>();
        List<Path> named = wanted.named() ? wanted.files() : usual;
        wanted.certificates().forEach(file -> certificate(file, named).ifPresent(chosen::add));
        Map<String, Candidate> open = new LinkedHashMap<>();
        named.forEach(file -> candidates(file, wanted).forEach(c -> open.putIfAbsent(c.file() + " " + c.shown(), c)));
        List<Identity> others = new ArrayList<>();
        for (Identity key : agent) {
            String shown = PublicKeyLine.ofBlob(key.getPublicKeyBlob())
                    .map(PublicKeyLine::base64)
                    .orElse("");
            boolean meant = open.values().removeIf(c -> c.shown().equals(shown));
            if (meant) {
                chosen.add(key);
            } else if (!wanted.only()) {
                others.add(key);
            }
        }
        chosen.addAll(others);
        open.values().forEach(c -> ofFile(c).ifPresent(chosen::add));
        return new KeyChoice(chosen, unusable, chosen.stream().anyMatch(KeyChooser::wantsAPerson));
    }

    /** Why the first key that cannot be used cannot; empty if all can. */
    Optional<HostFailure> firstUnusable() {
        return first;
    }

    /** A file that does not exist is passed over, as ssh does. */
    private List<Candidate> candidates(Path file, Keys wanted) {
        Optional<PublicKeyLine> line = files.publicKey(file);
        if (line.isEmpty() && Files.notExists(file)) {
            return List.of();
        }
        Candidate key = new Candidate(file, line, Optional.empty());
        if (!wanted.certificates().isEmpty()) {
            return List.of(key);
        }
        return PublicKeyLine.read(file.resolveSibling(file.getFileName() + "-cert.pub"))
                .flatMap(UserCertificate::of)
                .filter(UserCertificate::ofUser)
                .map(c -> List.of(key, new Candidate(file, Optional.of(c.line()), Optional.of(c))))
                .orElse(List.of(key));
    }

    private Optional<Identity> ofFile(Candidate candidate) {
        Optional<UserCertificate> certificate = candidate.certificate();
        if (certificate.isEmpty()) {
            return key(candidate.file(), candidate.line());
        }
        return signer(candidate.file(), certificate.get())
                .map(key -> certified(candidate.file() + "-cert.pub", certificate.get(), key));
    }

    /** A certificate that is named, with its key from the agent or one of the files. */
    private Optional<Identity> certificate(Path file, List<Path> named) {
        Optional<UserCertificate> certificate = PublicKeyLine.read(file).flatMap(UserCertificate::of);
        if (certificate.isEmpty()) {
            noteCertificate(file, Files.exists(file) ? "the file holds no certificate" : "there is no such file");
            return Optional.empty();
        }
        UserCertificate found = certificate.get();
        Optional<Identity> key = named.stream()
                .filter(f -> files.publicKey(f)
                        .filter(line -> line.base64().equals(found.certifies()))
                        .isPresent())
                .findFirst()
                .flatMap(f -> signer(f, found))
                .or(() -> holding(found.certifies()));
        if (key.isEmpty()) {
            noteCertificate(file, "neither the ssh-agent nor a key file has the key of this certificate");
        }
        return key.map(k -> certified(file.toString(), found, k));
    }

    private Optional<Identity> signer(Path file, UserCertificate certificate) {
        return holding(certificate.certifies()).or(() -> key(file, files.publicKey(file)));
    }

    private CertifiedKey certified(String name, UserCertificate certificate, Identity key) {
        certificate.wrongAt(Instant.now()).ifPresent(why -> unusable.add(name + ": " + why));
        return new CertifiedKey(name, certificate, key);
    }

    private Optional<Identity> key(Path file, Optional<PublicKeyLine> line) {
        KeyFiles.Loaded loaded = files.known(file, passphrase);
        if (loaded instanceof Unusable reason && reason.locked()) {
            if (line.isPresent()) {
                return Optional.of(new LockedKey(file.toString(), line.get(), () -> files.load(file, passphrase)));
            }
            loaded = files.load(file, passphrase);
        }
        if (loaded instanceof Usable usable) {
            return Optional.of(new FileKey(file.toString(), usable.pair()));
        }
        Unusable reason = (Unusable) loaded;
        note(file, reason.why(), failure(file, reason));
        return Optional.empty();
    }

    private static HostFailure failure(Path file, Unusable reason) {
        boolean missing = reason.flaw() == KeyFlaw.MISSING;
        return HostFailure.of(missing ? TransportFailure.KEY_FILE_MISSING : TransportFailure.KEY_FILE_UNREADABLE)
                .with("file", file.toString())
                .with("said", reason.why())
                .with(HostFailure.FLAW, reason.flaw().code());
    }

    private void noteCertificate(Path file, String why) {
        HostFailure failure = HostFailure.of(TransportFailure.KEY_FILE_UNREADABLE)
                .with("file", file.toString())
                .with("said", why);
        note(file, why, failure.with(HostFailure.FLAW, "certificate"));
    }

    private void note(Path file, String why, HostFailure failure) {
        String line = file + ": " + why;
        if (unusable.contains(line)) {
            return;
        }
        unusable.add(line);
        first = first.or(() -> Optional.of(failure));
    }

    private Optional<Identity> held(PublicKeyLine line) {
        return holding(line.base64());
    }

    private Optional<Identity> holding(String base64) {
        return agent.stream()
                .filter(key -> PublicKeyLine.ofBlob(key.getPublicKeyBlob())
                        .filter(line -> line.base64().equals(base64))
                        .isPresent())
                .findFirst();
    }

    private static boolean wantsAPerson(Identity key) {
        return key instanceof LockedKey
                || key.getAlgName().startsWith("sk-")
                || (key instanceof CertifiedKey certified && wantsAPerson(certified.key()));
    }
}
