package dev.heapcrest.profile;

import java.util.Arrays;
import org.apiguardian.api.API;

/** Immutable numbers by index. 16 bytes and 4 bytes a number. Safe for any number of threads. */
@API(status = API.Status.STABLE, since = "0.1")
public final class IntColumn {
    private final int[] values;
    private final int size;

    private IntColumn(int[] values, int size) {
        this.values = values;
        this.size = size;
    }

    /**
     * A column of these numbers.
     *
     * @param values taken over: the caller must not write it again
     */
    public static IntColumn of(int... values) {
        return new IntColumn(values, values.length);
    }

    /**
     * A column of the first numbers of an array.
     *
     * @param values taken over: the caller must not write it again
     * @throws IndexOutOfBoundsException if the array holds fewer
     */
    public static IntColumn of(int[] values, int size) {
        if (size > values.length) {
            throw new IndexOutOfBoundsException(size + " of " + values.length + " numbers");
        }
        return new IntColumn(values, size);
    }

    public int size() {
        return size;
    }

    /**
     * The number at an index.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public int get(int index) {
        return values[index];
    }

    /** A copy. */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntColumn column && Arrays.equals(values, 0, size, column.values, 0, column.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + values[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
