package dev.heapcrest.stacks;

import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.Int2IntOpenCustomHashMap;
import java.util.Arrays;

/**
 * Numbers of code objects by the capture's own ids, the lookup that every frame push makes: an array, since memray counts
 * its ids up. Ids far apart go to a hash table. 4 to 8 bytes a code object. Not thread-safe.
 */
final class CodeObjectNumbers {
    /** An array may be so long in any case. */
    private static final int ALWAYS = 1 << 10;

    private int[] numbers = new int[ALWAYS];
    private final Int2IntOpenCustomHashMap farApart = Salted.intToInt();

    /** The number of an id; 0 = none. */
    int get(int codeObjectId) {
        int[] near = numbers;
        return codeObjectId < near.length ? near[codeObjectId] : farApart.get(codeObjectId);
    }

    /**
     * Sets the number of an id.
     *
     * @param number from 1; higher than any before, and so a bound for what an array may cost
     */
    void set(int codeObjectId, int number) {
        if (codeObjectId >= numbers.length && codeObjectId <= 2L * number) {
            grow(Math.max(codeObjectId + 1, numbers.length * 2));
        }
        if (codeObjectId < numbers.length) {
            numbers[codeObjectId] = number;
        } else {
            farApart.put(codeObjectId, number);
        }
    }

    private void grow(int length) {
        numbers = Arrays.copyOf(numbers, length);
        farApart.int2IntEntrySet().removeIf(entry -> {
            boolean near = entry.getIntKey() < length;
            if (near) {
                numbers[entry.getIntKey()] = entry.getIntValue();
            }
            return near;
        });
    }
}
