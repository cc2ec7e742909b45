package dev.preflight.transport.ssh;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What the JDK does at a login to a host of today. The first time, that takes longer than all else of the login. */
public final class LoginAlgorithms {
    private LoginAlgorithms() {}

    /**
     * Uses each of them once, so that no login is the first.
     *
     * @throws GeneralSecurityException if this Java has one of them not; a login may do with others
     */
    public static void use() throws GeneralSecurityException {
        KeyPairGenerator exchange = KeyPairGenerator.getInstance("X25519");
        KeyPair ours = exchange.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(ours.getPrivate());
        agreement.doPhase(exchange.generateKeyPair().getPublic(), true);
        byte[] secret = agreement.generateSecret();

        KeyPair host = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(host.getPrivate());
        signature.update(secret);
        byte[] signed = signature.sign();
        signature.initVerify(host.getPublic());
        signature.update(secret);
        boolean unused = signature.verify(signed);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, 0, 16, "AES"), new GCMParameterSpec(128, secret, 0, 12));
        cipher.doFinal(secret);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.doFinal(secret);
    }
}
