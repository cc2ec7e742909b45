package dev.preflight.checks.accounts;

import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is required of one user or group. Nothing given: that it exists. */
record AccountLimits(
        @Param(
                value =
                        "Whether it exists. Left out: it may be absent if only numbers are given, which must be free then",
                example = "true",
                kind = Kind.THRESHOLD)
        Optional<Boolean> exists,

        @Param(
                value = "Its number, which no other user may have",
                example = "1001",
                least = "0",
                most = "4294967294",
                kind = Kind.LOCATOR)
        Optional<Long> uid,

        @Param(value = "The name of its primary group", example = "platform", shape = Shape.USER, kind = Kind.LOCATOR)
        Optional<String> group,

        @Param(
                value = "The number of its primary group, or of the group itself",
                example = "1001",
                least = "0",
                most = "4294967294",
                kind = Kind.LOCATOR)
        Optional<Long> gid,

        @Param(value = "Groups that it is in", example = "[docker]", shape = Shape.USER, kind = Kind.LOCATOR)
        List<String> memberOf,

        @Param(
                value = "Its home directory, which exists and belongs to it",
                example = "/home/platform",
                shape = Shape.PATH,
                kind = Kind.THRESHOLD)
        Optional<String> home,

        @Param(value = "One of these is its shell", example = "[/bin/bash]", shape = Shape.PATH, kind = Kind.THRESHOLD)
        List<String> shell,

        @Param(value = "That it has a shell that lets it log in", example = "true", kind = Kind.THRESHOLD)
        boolean login,

        @Param(value = "What it may run as root through sudo", kind = Kind.THRESHOLD)
        Optional<Sudo> sudo,

        @Param(value = "That neither the account nor its password has expired", example = "true", kind = Kind.THRESHOLD)
        boolean notExpired,

        @Param(
                value = "Subordinate users, and subordinate groups, that it has at least",
                example = "65536",
                shape = Shape.POSITIVE,
                kind = Kind.THRESHOLD)
        Optional<Integer> subids) {

    /** Before the name of a group. */
    static final String GROUP = "group:";

    /** What a user may run as root. */
    record Sudo(
            @Param(value = "That no password is asked for", example = "true", kind = Kind.THRESHOLD)
            boolean nopasswd,

            @Param(
                    value = "Commands, with their arguments; without any it is every command",
                    example = "[/usr/bin/systemctl]",
                    shape = Shape.PATH,
                    kind = Kind.THRESHOLD)
            List<String> commands) {
        Sudo {
            commands = List.copyOf(commands);
        }
    }

    AccountLimits {
        memberOf = List.copyOf(memberOf);
        shell = List.copyOf(shell);
        boolean more = uid.isPresent() || gid.isPresent() || group.isPresent();
        if (exists.equals(Optional.of(false))
                && (more || ofUser(memberOf, home, shell, login, sudo, notExpired, subids))) {
            throw new IllegalArgumentException("exists: nothing else is required of what must not exist");
        }
    }

    private static boolean ofUser(
            List<String> memberOf,
            Optional<String> home,
            List<String> shell,
            boolean login,
            Optional<Sudo> sudo,
            boolean notExpired,
            Optional<Integer> subids) {
        return !memberOf.isEmpty()
                || home.isPresent()
                || !shell.isEmpty()
                || login
                || sudo.isPresent()
                || notExpired
                || subids.isPresent();
    }

    /** Whether anything is required that only a user has. */
    boolean ofUser() {
        return uid.isPresent() || group.isPresent() || hasMore();
    }

    private boolean hasMore() {
        return ofUser(memberOf, home, shell, login, sudo, notExpired, subids);
    }

    /** Whether it must be there: the installer may make what only its numbers are given of. */
    boolean mustExist() {
        boolean numbers = uid.isPresent() || gid.isPresent();
        return exists.orElse(hasMore() || !numbers);
    }

    /** What a host is asked for. */
    Stream<String> asked(String key) {
        Stream<String> more = Stream.of(
                        home.isPresent() ? "home:" : "",
                        notExpired ? "age:" : "",
                        subids.isPresent() ? "subids:" : "",
                        sudo.isPresent() ? "sudo:" : "")
                .filter(word -> !word.isEmpty())
                .map(word -> word + key);
        Stream<String> others = Stream.concat(
                Stream.concat(group.stream(), memberOf.stream()).map(name -> GROUP + name),
                Stream.concat(
                        uid.stream().map(number -> "uid:" + number),
                        gid.stream().map(number -> "gid:" + number)));
        return Stream.concat(Stream.of(key), Stream.concat(more, others));
    }
}
