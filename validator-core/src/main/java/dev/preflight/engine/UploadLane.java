package dev.preflight.engine;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.FrameProtocol;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lane without a script: creates files through SFTP, and writes the results in the form in which a probe prints
 * them, so that the same parser and the same judge can be used.
 */
final class UploadLane {
    private final List<FactRequest<?>> requests;
    private final String loginUser;
    private final Clock clock;
    private final List<Frame> frames = new ArrayList<>();
    private Optional<Instant> begun = Optional.empty();
    private Optional<LaneFailure> failure = Optional.empty();
    private boolean over;

    UploadLane(List<FactRequest<?>> requests, String loginUser, Clock clock) {
        this.requests = List.copyOf(requests);
        this.loginUser = loginUser;
        this.clock = clock;
    }

    /** The requests of a plan that are answered here. */
    static List<FactRequest<?>> of(List<FactRequest<?>> all) {
        return all.stream().filter(r -> r.context() == Context.UPLOAD).toList();
    }

    /**
     * Answers all requests. A server that ends where SFTP should begin often ends the connection too, because data then
     * arrives for a channel that it has closed: that concerns this lane alone.
     */
    void run(Session session) {
        synchronized (this) {
            begun = Optional.of(clock.instant());
        }
        Optional<LaneFailure> broken = Optional.empty();
        try {
            for (FactRequest<?> request : requests) {
                Frame frame = answer(session, request);
                synchronized (this) {
                    frames.add(frame);
                }
            }
        } catch (TransportException e) {
            broken = Optional.of(new LaneFailure(Reason.DIED, "the connection broke while SFTP was used"));
        }
        synchronized (this) {
            failure = broken;
            over = broken.isEmpty();
        }
    }

    /** Whether all that this lane can bring has come. */
    synchronized boolean ended() {
        return over;
    }

    private Frame answer(Session session, FactRequest<?> request) throws TransportException {
        Optional<String> user = request.user();
        if (user.isPresent() && !user.get().equals(loginUser)) {
            return frame(
                    request,
                    FrameProtocol.NOT_OWN,
                    "",
                    "logged in as " + loginUser + ", not as the install user " + user.get());
        }
        Optional<Upload> upload = session.upload(request.arguments());
        return upload.map(made -> frame(request, 0, text(made), ""))
                .orElseGet(() -> frame(request, FrameProtocol.NOT_FOUND, "", "this host has no SFTP"));
    }

    private static Frame frame(FactRequest<?> request, int status, String out, String err) {
        return new Frame(
                request.key(),
                request.fact().format(),
                FrameEnd.COMPLETE,
                OptionalInt.of(status),
                Optional.empty(),
                Optional.empty(),
                out.getBytes(StandardCharsets.UTF_8),
                err.getBytes(StandardCharsets.UTF_8));
    }

    /** The names are numbers, as SFTP knows no others; the umask is what the first directory that was made lacks. */
    private String text(Upload upload) {
        StringBuilder text = new StringBuilder(umask(upload)).append('\n');
        String group = "-";
        for (Upload.Made made : upload.places()) {
            text.append("dir ").append(line(made.directory())).append('\n');
            if (!made.exists()) {
                text.append("absent\n");
            } else if (made.fileMode().isEmpty() || made.dirMode().isEmpty()) {
                text.append(line(made.error())).append("\nunmeasured\n");
            } else {
                text.append(octal(made.fileMode().getAsInt()))
                        .append(octal(made.dirMode().getAsInt()));
                // A group with the number of its user is that user's own: useradd(8), user private groups.
                group = made.group() == made.owner() ? loginUser : Integer.toString(made.group());
            }
        }
        return text.append("names\n")
                .append(line(group))
                .append('\n')
                .append(line(loginUser))
                .append('\n')
                .toString();
    }

    /**
     * sftp-server asks for 0777 when it makes a directory that the client names no mode for (its source,
     * {@code process_mkdir}): what is missing was the umask.
     */
    private static String umask(Upload upload) {
        return upload.places().stream()
                .flatMapToInt(made -> made.dirMode().stream())
                .mapToObj(mode -> String.format(Locale.ROOT, "%04o", 0777 & ~mode))
                .findFirst()
                .orElse("-");
    }

    private static String octal(int mode) {
        return String.format(Locale.ROOT, "%o\n", mode);
    }

    /** What a host says stays one line. */
    private static String line(String text) {
        return text.replaceAll("\\R", " ");
    }

    /** What has come so far; empty if it never came to this lane. */
    synchronized Optional<LaneEvidence> evidence() {
        return begun.map(this::evidence);
    }

    private LaneEvidence evidence(Instant sentAt) {
        List<Frame> all = new ArrayList<>(frames);
        requests.stream()
                .skip(frames.size())
                .forEach(request ->
                        all.add(Frame.never(request.key(), request.fact().format())));
        return new LaneEvidence(Lane.UPLOAD, "", sentAt, clock.instant(), all, "", false, failure);
    }
}
