package dev.preflight.transport.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import dev.preflight.transport.Upload;
import dev.preflight.transport.Upload.Made;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Makes things through an open SFTP channel to see with which modes they come out. */
final class SftpUpload {
    /** Read, write and execute for owner, group and others. */
    private static final int PERMISSIONS = 0777;

    private final ChannelSftp channel;
    private final String name;

    /**
     * Uses this channel.
     *
     * @param name of the directory that is made and removed; no other program uses it
     */
    SftpUpload(ChannelSftp channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    Upload into(List<String> directories) throws SftpException {
        String home = channel.getHome();
        Set<String> all = new LinkedHashSet<>(List.of(home));
        all.addAll(directories);
        List<Made> made = new ArrayList<>();
        for (String directory : all) {
            made.add(one(directory));
        }
        return new Upload(made);
    }

    private Made one(String directory) {
        try {
            if (!channel.stat(directory).isDir()) {
                return absent(directory);
            }
        } catch (SftpException e) {
            return e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE ? absent(directory) : failed(directory, e);
        }
        String own = directory + "/" + name;
        try {
            channel.mkdir(own);
        } catch (SftpException e) {
            return failed(directory, e);
        }
        try {
            // Nothing is set on either: jsch sends no attributes with these.
            channel.put(new ByteArrayInputStream(new byte[0]), own + "/f");
            channel.mkdir(own + "/d");
            SftpATTRS file = channel.lstat(own + "/f");
            SftpATTRS dir = channel.lstat(own + "/d");
            return new Made(directory, true, mode(file), mode(dir), file.getUId(), file.getGId(), "");
        } catch (SftpException e) {
            return failed(directory, e);
        } finally {
            remove(own);
        }
    }

    private static Made absent(String directory) {
        return new Made(directory, false, OptionalInt.empty(), OptionalInt.empty(), -1, -1, "");
    }

    private static OptionalInt mode(SftpATTRS attributes) {
        boolean told = (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0;
        return told ? OptionalInt.of(attributes.getPermissions() & PERMISSIONS) : OptionalInt.empty();
    }

    private static Made failed(String directory, SftpException e) {
        // jsch puts the name of the status before what the server says.
        String said = String.valueOf(e.getMessage()).replaceFirst("^SSH_FX_[A-Z_]+: ", "");
        return new Made(directory, true, OptionalInt.empty(), OptionalInt.empty(), -1, -1, said);
    }

    private void remove(String own) {
        try {
            channel.rm(own + "/f");
        } catch (SftpException e) {
            // It was never made.
        }
        for (String path : List.of(own + "/d", own)) {
            try {
                channel.rmdir(path);
            } catch (SftpException e) {
                // It was never made, or the host refuses to take back what it gave: nothing more can be done about it.
            }
        }
    }
}
