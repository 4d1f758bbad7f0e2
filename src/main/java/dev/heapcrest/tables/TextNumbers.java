package dev.heapcrest.tables;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers distinct texts from 0, in order of appearance.
 *
 * <p>{@link String#hashCode} is known to everybody: 16,384 names with one hash (198 kB of a capture) took 8 CPU seconds.
 * This hash is salted. It cannot be kept in the String, and a name may have 16 MB and be asked for by each of thousands of
 * frames; so a String that was asked for is known by its identity from then on, and its characters are read once.
 *
 * <p>20 to 38 bytes a distinct text, 16 to 32 bytes a String, and the texts. Not thread-safe.
 */
public final class TextNumbers {
    private static final int INITIAL_SLOTS = 1 << 6;

    private final long salt = Salted.salt();
    private final List<String> texts = new ArrayList<>();

    /** Hash and number plus one, by hash; 0 = free. */
    private long[] byHash = new long[INITIAL_SLOTS];

    /** Strings by identity, with their numbers. */
    private String[] strings = new String[INITIAL_SLOTS];

    private int[] numbers = new int[INITIAL_SLOTS];
    private int stringCount;

    /** Number of a text, a new one if it was not there. */
    public int add(String text) {
        int slot = slotOf(text);
        if (strings[slot] != null) {
            return numbers[slot];
        }
        int number = find(text, hash(text));
        if (number < 0) {
            number = texts.size();
            texts.add(text);
            place(hash(text), number);
        }
        remember(slot, text, number);
        return number;
    }

    /** Number of a text; -1 if it is not there. */
    public int find(String text) {
        int slot = slotOf(text);
        if (strings[slot] != null) {
            return numbers[slot];
        }
        int number = find(text, hash(text));
        if (number >= 0) {
            remember(slot, text, number);
        }
        return number;
    }

    /** Distinct texts so far. */
    public int count() {
        return texts.size();
    }

    public String text(int number) {
        return texts.get(number);
    }

    /** All texts by number; a copy. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    /** Where a String is, or would be. */
    @SuppressWarnings("ReferenceEquality") // equal ones are found by their characters
    private int slotOf(String text) {
        int mask = strings.length - 1;
        // the identity hash is drawn by the JVM, no capture chooses it
        int slot = (System.identityHashCode(text) * 0x9E37_79B9) >>> Integer.numberOfLeadingZeros(mask);
        while (strings[slot] != null && strings[slot] != text) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void remember(int slot, String text, int number) {
        strings[slot] = text;
        numbers[slot] = number;
        if (2 * ++stringCount > strings.length) {
            String[] old = strings;
            int[] oldNumbers = numbers;
            strings = new String[2 * old.length];
            numbers = new int[2 * old.length];
            for (int i = 0; i < old.length; i++) {
                if (old[i] != null) {
                    int to = slotOf(old[i]);
                    strings[to] = old[i];
                    numbers[to] = oldNumbers[i];
                }
            }
        }
    }

    private int find(String text, int hash) {
        int mask = byHash.length - 1;
        int slot = hash & mask;
        while (byHash[slot] != 0) {
            int number = (int) byHash[slot] - 1;
            if ((int) (byHash[slot] >>> 32) == hash && texts.get(number).equals(text)) {
                return number;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private void place(int hash, int number) {
        if (2 * texts.size() > byHash.length) {
            long[] old = byHash;
            byHash = new long[2 * old.length];
            for (long entry : old) {
                if (entry != 0) {
                    put(entry);
                }
            }
        }
        put((long) hash << 32 | number + 1);
    }

    private void put(long entry) {
        int mask = byHash.length - 1;
        int slot = (int) (entry >>> 32) & mask;
        while (byHash[slot] != 0) {
            slot = slot + 1 & mask;
        }
        byHash[slot] = entry;
    }

    int hash(String text) {
        return Salted.hash(text, salt);
    }
}
