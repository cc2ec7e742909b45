package dev.preflight.param;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The settings of a profile, by the record that declares them; a record of which none is given has its defaults. */
public final class SettingValues {
    private static final SettingValues DEFAULTS = new SettingValues(Map.of());

    private final Map<Class<? extends Record>, Record> records;

    SettingValues(Map<Class<? extends Record>, Record> records) {
        this.records = new ConcurrentHashMap<>(records);
    }

    /** What holds where a profile gives no setting. */
    public static SettingValues defaults() {
        return DEFAULTS;
    }

    /** The settings that this record declares. */
    public <S extends Record> S of(Class<S> declaring) {
        return declaring.cast(records.computeIfAbsent(declaring, ParamBinder::defaults));
    }

    Object value(Class<? extends Record> declaring, String component) {
        try {
            Method accessor = declaring.getDeclaredMethod(component);
            accessor.setAccessible(true);
            return accessor.invoke(of(declaring));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(declaring.getName() + " lacks " + component, e);
        }
    }
}
