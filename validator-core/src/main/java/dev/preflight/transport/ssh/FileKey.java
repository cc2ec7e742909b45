package dev.preflight.transport.ssh;

import com.jcraft.jsch.KeyPair;

/** A key from a file, unlocked already. */
record FileKey(String name, KeyPair pair) implements HeldKey {
    @Override
    public byte[] getPublicKeyBlob() {
        return pair.getPublicKeyBlob();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return pair.getSignature(data);
    }

    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        return pair.getSignature(data, algorithm);
    }

    @Override
    public String getAlgName() {
        return pair.getKeyTypeString();
    }
}
