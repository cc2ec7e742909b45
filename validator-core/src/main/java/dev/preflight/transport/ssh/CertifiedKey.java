package dev.preflight.transport.ssh;

import com.jcraft.jsch.Identity;

/**
 * A certificate with the key that it certifies.
 *
 * @param name what messages call it
 * @param certificate what the server is shown
 * @param key what signs; from a file or an agent
 */
record CertifiedKey(String name, UserCertificate certificate, Identity key) implements HeldKey {
    @Override
    public byte[] getPublicKeyBlob() {
        return certificate.line().blob();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return key.getSignature(data);
    }

    /** The signature bears the name of the plain algorithm (PROTOCOL.certkeys). */
    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        return key.getSignature(data, UserCertificate.plainType(algorithm));
    }

    @Override
    public String getAlgName() {
        return certificate.line().type();
    }
}
