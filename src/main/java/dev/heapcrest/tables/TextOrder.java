package dev.heapcrest.tables;

import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.util.Comparator;

/**
 * Orders texts by their UTF-16 units, as {@link String#compareTo}. Frames share their names, and a name may have 16 MB: a
 * String is not compared with itself, and two long ones that begin alike are compared once. 32 bytes for each such pair.
 * Not thread-safe.
 */
public final class TextOrder implements Comparator<String> {
    /** Of texts that differ before, comparing is cheaper than remembering. */
    private static final int SHORT = 256;

    private final TextNumbers numbers = new TextNumbers();
    private final Long2IntOpenCustomHashMap known = Salted.longToInt();

    @Override
    @SuppressWarnings("ReferenceEquality") // equal ones are found by their characters
    public int compare(String a, String b) {
        if (a == b) {
            return 0;
        }
        if (a.length() <= SHORT || !a.regionMatches(0, b, 0, SHORT)) {
            return a.compareTo(b);
        }
        int first = numbers.add(a);
        int second = numbers.add(b);
        if (first == second) {
            return 0;
        }
        boolean turned = first > second;
        long pair = turned ? (long) second << Integer.SIZE | first : (long) first << Integer.SIZE | second;
        int order = known.get(pair);
        if (order == 0) {
            order = Integer.signum(turned ? b.compareTo(a) : a.compareTo(b));
            known.put(pair, order);
        }
        return turned ? -order : order;
    }
}
