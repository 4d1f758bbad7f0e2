import java.util.Arrays;

/** A set of addresses, open addressing with backward-shift removal. */
final class Addresses {
    private long[] slots = new long[1 << 16];
    int size;

    void add(long address) {
        if (address == 0) {
            return; // a failed allocation, never given back
        }
        if (2 * size >= slots.length) {
            long[] kept = sorted();
            slots = new long[2 * slots.length];
            for (long one : kept) {
                slots[find(one)] = one;
            }
        }
        int at = find(address);
        if (slots[at] == 0) {
            slots[at] = address;
            size++;
        }
    }

    void remove(long address) {
        int gap = find(address);
        if (slots[gap] == 0) {
            return;
        }
        size--;
        int mask = slots.length - 1;
        for (int at = gap + 1 & mask; slots[at] != 0; at = at + 1 & mask) {
            if ((at - home(slots[at]) & mask) >= (at - gap & mask)) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = 0;
    }

    /** Where an address is, or the free slot where it belongs. */
    private int find(long address) {
        int at = home(address);
        while (slots[at] != 0 && slots[at] != address) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    private int home(long address) {
        long mixed = (address ^ address >>> 31) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    long[] sorted() {
        return Arrays.stream(slots).filter(address -> address != 0).sorted().toArray();
    }
}
