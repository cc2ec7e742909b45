package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.PathMounts.Dir;
import dev.preflight.checks.storage.PathMounts.Found;
import dev.preflight.checks.storage.PathMounts.Place;
import dev.preflight.checks.storage.PathMounts.User;
import dev.preflight.fact.Reason;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a user gets through the directories on the way to a path: path_resolution(7). */
final class Traversal {
    /** Where in {@code drwxr-xr-x} the bits stand by which owner, group and others may enter: ls(1). */
    private static final int OWNER = 3;

    private static final int GROUP = 6;
    private static final int OTHERS = 9;

    private final Subject subject;
    private final PathMounts mounts;
    private final String name;
    private final Optional<User> user;

    Traversal(Subject subject, PathMounts mounts, String name) {
        this.subject = subject;
        this.mounts = mounts;
        this.name = name;
        this.user = mounts.users().getOrDefault(name, Optional.empty());
    }

    /**
     * The first directory that keeps the user out, with what opens it and all others that do; or why that is not known;
     * empty if there is neither.
     */
    Optional<Judgement> judged(Place place, Found found) {
        Optional<Judgement> unsure = Optional.empty();
        Optional<Judgement> first = Optional.empty();
        for (String path : way(place, found)) {
            Optional<Judgement> said = Optional.ofNullable(mounts.dirs().get(path))
                    .map(dir -> of(path, dir))
                    .orElseGet(() -> Optional.of(unknown(Reason.NO_PERMISSION, path)));
            if (said.filter(one -> one.code().equals("not-traversable")).isPresent()) {
                Remedy opens = said.get().remedies().get(0);
                first = first.map(one -> one.withRemedy(opens.asWell())).or(() -> said);
            } else {
                unsure = unsure.or(() -> said);
            }
        }
        return first.isPresent() ? first : unsure;
    }

    /** The directories through which the path leads as it is written, and those through which it leads without links. */
    private static Collection<String> way(Place place, Found found) {
        String asked = place.asked()
                .substring(0, place.asked().length() - found.below().length());
        Set<String> way = new LinkedHashSet<>();
        for (String path : List.of(asked, found.at())) {
            String whole = path.endsWith("/") ? path : path + "/";
            int last = found.file() ? whole.length() - 1 : whole.length();
            for (int slash = 0; slash >= 0 && slash < last; slash = whole.indexOf('/', slash + 1)) {
                way.add(whole.substring(0, slash + 1));
            }
        }
        return way;
    }

    private Optional<Judgement> of(String path, Dir dir) {
        if (user.filter(one -> one.uid().equals("0")).isPresent()) {
            return Optional.empty();
        }
        boolean owner = user.filter(one -> one.uid().equals(dir.uid())).isPresent();
        boolean member = user.filter(one -> one.gids().contains(dir.gid())).isPresent();
        int at = owner ? OWNER : member ? GROUP : OTHERS;
        boolean enters = "xst".indexOf(dir.mode().charAt(at)) >= 0;
        if (dir.mode().endsWith("+") && !owner) {
            // The group's letters are the mask there; what the list says of the user is not read.
            return Optional.of(unknown(Reason.AMBIGUOUS, "ACL of " + path));
        }
        if (user.isEmpty() && !enters) {
            return Optional.of(unknown(Reason.AMBIGUOUS, "no user " + name + "; " + path + " " + dir.mode()));
        }
        return enters ? Optional.empty() : Optional.of(closed(path, dir, owner ? "u+x" : member ? "g+x" : "o+x"));
    }

    private Judgement closed(String path, Dir dir, String change) {
        return Judgement.fail("not-traversable", subject)
                .with("user", name)
                .with("directory", path)
                .with("mode", dir.mode())
                .with("owner", dir.uid() + ":" + dir.gid())
                .withRemedy(Remedy.confirm("chmod", Privilege.ROOT)
                        .with("change", Arg.text(change))
                        .with("directory", Arg.text(path))
                        .with("before", Arg.text(octal(dir.mode()))));
    }

    private Judgement unknown(Reason reason, String detail) {
        return Judgement.unknown(reason, subject).with("user", name).with("detail", detail);
    }

    /** The mode as chmod(1) takes it, with the bits for set-id and sticky in front. */
    static String octal(String letters) {
        int bits = 0;
        int special = 0;
        for (int i = 1; i <= OTHERS; i++) {
            char c = letters.charAt(i);
            bits = bits << 1 | (c == '-' || c == 'S' || c == 'T' ? 0 : 1);
            if (i % OWNER == 0) {
                special = special << 1 | ("sStT".indexOf(c) >= 0 ? 1 : 0);
            }
        }
        return String.format("%o%03o", special, bits);
    }
}
