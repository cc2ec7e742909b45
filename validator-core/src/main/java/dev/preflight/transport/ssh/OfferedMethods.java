package dev.preflight.transport.ssh;

import com.jcraft.jsch.Session;
import com.jcraft.jsch.UserAuth;
import java.nio.charset.StandardCharsets;

/**
 * The last "method" of every login: sends nothing, and reads from jsch's buffer which methods the server named when it
 * refused the one before. jsch drops that list, and asking for it (RFC 4252 section 5.2) would cost a round trip on every
 * good login. Public because jsch makes it by name.
 */
public final class OfferedMethods extends UserAuth {
    /** Where jsch puts it in {@code PreferredAuthentications}. */
    static final String NAME = "offered@preflight";

    /** Length and padding length precede a packet's payload (RFC 4253 section 6). */
    private static final int PAYLOAD = 5;

    /** For jsch. */
    public OfferedMethods() {}

    @Override
    public boolean start(Session session) throws Exception {
        super.start(session);
        buf.setOffSet(PAYLOAD);
        if (buf.getByte() == SSH_MSG_USERAUTH_FAILURE && userinfo instanceof Answers answers) {
            answers.offered(new String(buf.getString(), StandardCharsets.UTF_8));
        }
        return false;
    }
}
