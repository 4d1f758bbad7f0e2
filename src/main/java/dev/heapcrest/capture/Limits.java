package dev.heapcrest.capture;

import java.util.EnumMap;
import java.util.Map;
import org.apiguardian.api.API;

/** A value for each {@link Limit}. Immutable. */
@API(status = API.Status.STABLE, since = "0.1")
public final class Limits {
    /** Each limit with its usual value. */
    public static final Limits DEFAULT = new Limits(Map.of());

    /** Those that are not the usual ones. */
    private final Map<Limit, Long> set;

    private Limits(Map<Limit, Long> set) {
        this.set = set;
    }

    public long of(Limit limit) {
        return set.getOrDefault(limit, limit.usual());
    }

    /**
     * These limits with another value for one of them.
     *
     * @throws IllegalArgumentException if the value is below 1 or above {@link Limit#highest}
     */
    public Limits with(Limit limit, long value) {
        if (value < 1 || value > limit.highest()) {
            throw new IllegalArgumentException(limit.text() + " is " + value + ", but can be 1 to " + limit.highest());
        }
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(set);
        changed.put(limit, value);
        return new Limits(changed);
    }

    @Override
    public String toString() {
        return "Limits" + set;
    }
}
