package dev.preflight.param;

import dev.preflight.api.Rows;
import dev.preflight.fact.CodeName;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what values a parameter takes, by the type in Java of its component. */
final class JavaTypes {
    private JavaTypes() {}

    /**
     * The type of a record's component.
     *
     * @throws IllegalStateException if parameters cannot have this type
     */
    static ParamType paramType(Type type) {
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            return new ParamType.ListOf(paramType(p.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
            return new ParamType.OptionalOf(paramType(p.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType p
                && p.getRawType() == Rows.class
                && p.getActualTypeArguments()[0] instanceof Class<?> limits) {
            return new ParamType.RowsOf(ParamSchema.of(limits.asSubclass(Record.class)));
        }
        if (!(type instanceof Class<?> c)) {
            throw new IllegalStateException("a parameter cannot be a " + type.getTypeName());
        }
        if (c == String.class) {
            return new ParamType.Text();
        }
        if (c == boolean.class || c == Boolean.class) {
            return new ParamType.Flag();
        }
        if (c == int.class || c == Integer.class) {
            return new ParamType.Whole(false);
        }
        if (c == long.class || c == Long.class) {
            return new ParamType.Whole(true);
        }
        if (c == Duration.class) {
            return new ParamType.Span();
        }
        if (c.isEnum()) {
            return choice(c);
        }
        return written(c).orElseGet(() -> ofOwnType(c));
    }

    private static Optional<ParamType> written(Class<?> type) {
        try {
            Method reader = type.getDeclaredMethod("read", String.class, Node.class, Problems.class);
            Object words = type.getDeclaredMethod("words").invoke(null);
            return Optional.of(new ParamType.Written(type, reader, String.valueOf(words)));
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call words() of " + type, e);
        }
    }

    private static ParamType choice(Class<?> type) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            Enum<?> e = (Enum<?>) constant;
            if (mayBeNamed(e)) {
                constants.put(word(e), e);
            }
        }
        return new ParamType.Choice(constants);
    }

    /** What its own {@code mayBeNamed()} says, where it has one: some constants are for us alone. */
    private static boolean mayBeNamed(Enum<?> constant) {
        return !Boolean.FALSE.equals(asked(constant, "mayBeNamed").orElse(true));
    }

    /** How profiles spell it: its own {@code id()} where it has one, which need not be fit for a name in Java. */
    private static String word(Enum<?> constant) {
        return asked(constant, "id").map(String::valueOf).orElseGet(() -> CodeName.of(constant));
    }

    /** What a method of the constant says; empty if its type has no such method. */
    private static Optional<Object> asked(Enum<?> constant, String method) {
        try {
            Method says = constant.getDeclaringClass().getMethod(method);
            // The type may be seen in its package only.
            says.setAccessible(true);
            return Optional.ofNullable(says.invoke(constant));
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + method + "() of " + constant, e);
        }
    }

    private static ParamType ofOwnType(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(m -> m.getName().equals("parse") && Modifier.isStatic(m.getModifiers()))
                .filter(m -> m.getReturnType() == type
                        && m.getParameterCount() == 1
                        && m.getParameterTypes()[0] == String.class)
                .findFirst()
                .<ParamType>map(m -> new ParamType.Parsed(type, m))
                .orElseGet(() -> {
                    if (!type.isRecord()) {
                        throw new IllegalStateException("a parameter cannot be a " + type.getName());
                    }
                    return new ParamType.Nested(ParamSchema.of(type.asSubclass(Record.class)));
                });
    }
}
