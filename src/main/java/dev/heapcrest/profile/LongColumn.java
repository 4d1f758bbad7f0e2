package dev.heapcrest.profile;

import java.util.Arrays;
import org.apiguardian.api.API;

/** Immutable numbers by index. 16 bytes and 8 bytes a number. Safe for any number of threads. */
@API(status = API.Status.STABLE, since = "0.1")
public final class LongColumn {
    private final long[] values;

    private LongColumn(long[] values) {
        this.values = values;
    }

    /**
     * A column of these numbers.
     *
     * @param values taken over: the caller must not write it again
     */
    public static LongColumn of(long... values) {
        return new LongColumn(values);
    }

    public int size() {
        return values.length;
    }

    /**
     * The number at an index.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public long get(int index) {
        return values[index];
    }

    /**
     * Sum of all numbers, computed at each call.
     *
     * @throws ArithmeticException if it has more than 63 bits; figures of a {@link Profile} have not
     */
    public long sum() {
        long sum = 0;
        for (long value : values) {
            sum = Math.addExact(sum, value);
        }
        return sum;
    }

    /** A copy. */
    public long[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongColumn column && Arrays.equals(values, column.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
