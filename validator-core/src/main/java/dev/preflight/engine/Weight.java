package dev.preflight.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of the heap a value takes that is made of records, collections, texts and numbers; what is in it
 * several times counts once. The same on every machine: what is kept, and so what is said of a host, must not depend on the
 * JVM.
 */
final class Weight {
    /** An object's header and a field or two, in a 64-bit JVM with compressed references. */
    private static final long OBJECT = 24;

    /** A text beside its characters: the String and its array. */
    private static final long TEXT = 48;

    /** An entry of a hashed or sorted map. */
    private static final long ENTRY = 48;

    private static final long REFERENCE = 8;

    /** To ask a class for its components costs more than to weigh them, and a report of 1,000 hosts asks 100,000 times. */
    private static final ClassValue<Parts> PARTS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
            return Parts.of(type.getRecordComponents());
        }
    };

    private final long most;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> left = new ArrayDeque<>();
    private long sum;

    /** Weighs up to this: of what is heavier, something above it is said. */
    Weight(long most) {
        this.most = most;
    }

    /** The weight of this; of what is heavier than {@code most}, something above it. */
    static long of(Object value, long most) {
        return new Weight(most).with(value);
    }

    /** The weight of all that was given so far, and this. */
    long with(Object value) {
        add(value);
        // A queue of its own: how deep a host's words are nested must not matter.
        while (sum <= most && !left.isEmpty()) {
            open(left.pop());
        }
        return sum;
    }

    private void add(@Nullable Object value) {
        if (value == null || value instanceof Enum<?> || !seen.add(value)) {
            return;
        }
        if (value instanceof String text) {
            sum += TEXT + (text.chars().allMatch(c -> c < 256) ? 1L : 2L) * text.length();
        } else if (value instanceof byte[] bytes) {
            sum += OBJECT + bytes.length;
        } else {
            sum += OBJECT;
            left.push(value);
        }
    }

    private void open(Object value) {
        if (value instanceof Optional<?> one) {
            one.ifPresent(this::add);
        } else if (value instanceof Collection<?> many) {
            sum += REFERENCE * many.size();
            each(many);
        } else if (value instanceof Map<?, ?> map) {
            sum += ENTRY * map.size();
            each(map.keySet());
            each(map.values());
        } else if (value instanceof Record parts) {
            Parts of = PARTS.get(parts.getClass());
            sum += REFERENCE * of.count();
            of.heavy().forEach(accessor -> add(part(parts, accessor)));
        }
    }

    /**
     * What a record is made of.
     *
     * @param count how many components
     * @param heavy the accessors of those that weigh more than a reference
     */
    private record Parts(int count, List<Method> heavy) {
        private static Parts of(RecordComponent... components) {
            List<Method> heavy = Stream.of(components)
                    .filter(component -> !component.getType().isPrimitive())
                    .map(RecordComponent::getAccessor)
                    .toList();
            heavy.forEach(accessor -> accessor.setAccessible(true));
            return new Parts(components.length, heavy);
        }
    }

    private void each(Iterable<?> values) {
        for (Object value : values) {
            if (sum > most) {
                return;
            }
            add(value);
        }
    }

    private static @Nullable Object part(Record record, Method accessor) {
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("no " + accessor, e);
        }
    }
}
