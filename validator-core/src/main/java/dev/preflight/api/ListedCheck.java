package dev.preflight.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check of a {@link CheckPack}, by its ids; it is made when it is first asked for. To make the checks of a pack takes
 * longer than to lint a profile that names one of them.
 */
public final class ListedCheck {
    private final String id;
    private final List<String> oldIds;
    private final Class<?> type;
    private @Nullable Check<?> made;

    private ListedCheck(String id, List<String> oldIds, Class<?> type, @Nullable Check<?> made) {
        this.id = id;
        this.oldIds = oldIds;
        this.type = type;
        this.made = made;
    }

    /** One that is made already. */
    public static ListedCheck of(Check<?> check) {
        CheckSpec<?> spec = check.spec();
        return new ListedCheck(spec.id(), spec.oldIds(), check.getClass(), check);
    }

    /**
     * One that is not made yet.
     *
     * @param id as its {@link CheckSpec} has it
     * @param type public, with a public constructor without parameters
     * @param oldIds as its {@link CheckSpec} has them
     */
    public static ListedCheck of(String id, Class<? extends Check<?>> type, String... oldIds) {
        return new ListedCheck(id, List.of(oldIds), type, null);
    }

    /** Its present id. */
    public String id() {
        return id;
    }

    /** The ids that it had before. */
    List<String> oldIds() {
        return oldIds;
    }

    /** The name of its class. */
    String type() {
        return type.getName();
    }

    /**
     * The check, the same at every call.
     *
     * @throws IllegalStateException if it cannot be made, or has other ids than it is listed by
     */
    public synchronized Check<?> check() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    private Check<?> make() {
        Check<?> check;
        try {
            check = (Check<?>) type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the check '" + id + "' cannot be made: " + type(), e);
        }
        CheckSpec<?> spec = check.spec();
        if (!spec.id().equals(id) || !spec.oldIds().equals(oldIds)) {
            throw new IllegalStateException(
                    type() + " is listed as " + id + " " + oldIds + " and is " + spec.id() + " " + spec.oldIds());
        }
        return check;
    }
}
