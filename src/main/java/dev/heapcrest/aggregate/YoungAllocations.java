package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.stacks.StackSnapshots;

/**
 * The most recent allocations, most of which are freed before anyone needs to know where they were made. Such an
 * allocation costs neither an entry in the tree of stacks nor one in the table of live allocations.
 *
 * <p>The slot is chosen by the address alone. An allocation stays there until it is freed, another one needs the slot, or
 * all are wanted; then it is handed on as a survivor. A slot also remembers that nothing lives at an address: what is
 * freed is soon allocated again.
 *
 * <p>A program may use an address again without a recorded free. Before an address leaves its slot, the live table is
 * therefore asked once whether it still lists something there. 32 bytes a slot. Not thread-safe.
 */
final class YoungAllocations {
    /** Receives what leaves. */
    interface Elders {
        /** An allocation lives on; what may live at its address had been replaced by this record. */
        void survived(long address, long sizeBytes, int location, long birth, long replacing);

        /** What may live at an address had been replaced by this record, with what is freed by now. */
        void replaced(long address, long replacing);
    }

    /** 512 KiB: all that lives in a small program fits, eight threads with queues give 16 ns a record instead of 21. */
    private static final int SLOT_BITS = 14;
    /** 64 KiB beside a large live table: with the other a growing one gave 39 ns a record instead of 34. */
    private static final int FEW_SLOT_BITS = 11;

    private static final int STRIDE = 4;
    private static final int ADDRESS = 0;
    private static final int STATE = 1;
    /** The record that made the allocation. */
    private static final int BIRTH = 2;
    /** The record since which nothing older lives at the address, if that is unchecked. */
    private static final int REPLACING = 3;

    /** In the state of a slot with an allocation; allocator, snapshot and 32 bits of size are below. */
    private static final long YOUNG = Long.MIN_VALUE;
    /** Beside it or alone: something older may still be kept for the address. */
    private static final long UNCHECKED = 1L << 62;

    private static final int SNAPSHOT_SHIFT = Integer.SIZE;
    private static final int SNAPSHOT_BITS = StackSnapshots.NUMBER_BITS;
    private static final int ALLOCATOR_SHIFT = SNAPSHOT_SHIFT + SNAPSHOT_BITS;
    private static final int ALLOCATOR_MASK = Allocator.NUMBER_LIMIT - 1;
    /** Bits of a state that are taken; all are. */
    static final int STATE_BITS = ALLOCATOR_SHIFT + Allocator.NUMBER_BITS + 2;

    private static final int SNAPSHOT_MASK = (1 << SNAPSHOT_BITS) - 1;
    private static final long SIZE_MASK = 0xFFFF_FFFFL;
    /** State of a slot that says: nothing lives at its address. True of address 0 at the start. */
    private static final long ABSENT = 0;
    /** State of a slot that says nothing. */
    private static final long UNKNOWN = 1;

    /**
     * Multiplicative hashing, 2^64 divided by the golden ratio (Knuth 6.4). Not drawn at random: the order in which stacks
     * are interned must not change from run to run, and crafted addresses only make survivors.
     */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private static final int ALIGNMENT_BITS = 4;

    private final StackSnapshots snapshots;
    private final Elders elders;
    private long[] slots = new long[STRIDE << SLOT_BITS];
    private int shift = Long.SIZE - SLOT_BITS;

    YoungAllocations(StackSnapshots snapshots, Elders elders) {
        this.snapshots = snapshots;
        this.elders = elders;
    }

    /** Takes in an allocation of less than 2^32 - 1 bytes. */
    void add(long address, long sizeBytes, int snapshot, int allocator, long birth) {
        int at = slot(address);
        long[] s = slots;
        long before = s[at + STATE];
        long flags = YOUNG;
        if (before != ABSENT || s[at + ADDRESS] != address) {
            flags |= UNCHECKED;
            if (before != UNCHECKED || s[at + ADDRESS] != address) {
                leave(at);
                s[at + REPLACING] = birth;
            }
        }
        s[at + ADDRESS] = address;
        s[at + STATE] = flags | (long) allocator << ALLOCATOR_SHIFT | (long) snapshot << SNAPSHOT_SHIFT | sizeBytes;
        s[at + BIRTH] = birth;
    }

    /** The slot of an address, for the methods below. */
    int slot(long address) {
        return (int) (((address >>> ALIGNMENT_BITS) * GOLDEN) >>> shift) * STRIDE;
    }

    /** Whether the slot speaks of the address. */
    boolean knows(int slot, long address) {
        return slots[slot + ADDRESS] == address && slots[slot + STATE] != UNKNOWN;
    }

    /** What is in a slot: below 0 an allocation, for {@link #sizeBytes} and {@link #location}, else none. */
    long state(int slot) {
        return slots[slot + STATE];
    }

    long birth(int slot) {
        return slots[slot + BIRTH];
    }

    static long sizeBytes(long state) {
        return state & SIZE_MASK;
    }

    /** Location of an allocation that is or was here. */
    int location(long state) {
        int snapshot = (int) (state >>> SNAPSHOT_SHIFT) & SNAPSHOT_MASK;
        return snapshots.location(snapshot, (int) (state >>> ALLOCATOR_SHIFT) & ALLOCATOR_MASK);
    }

    /** Frees the allocation in a slot. */
    void remove(int slot) {
        slots[slot + STATE] &= UNCHECKED;
    }

    /** Nothing lives at the address from now on, here or elsewhere. */
    void absent(int slot, long address) {
        if (slots[slot + STATE] >= 0) {
            leave(slot);
            slots[slot + ADDRESS] = address;
            slots[slot + STATE] = ABSENT;
        }
    }

    /** Something lives at the address from now on, but not here. */
    void elsewhere(long address) {
        int slot = slot(address);
        if (slots[slot + ADDRESS] == address) {
            leave(slot);
            slots[slot + STATE] = UNKNOWN;
        }
    }

    /** Hands on everything that is here. */
    void surviveAll() {
        for (int at = 0; at < slots.length; at += STRIDE) {
            leave(at);
        }
    }

    /** Goes on with fewer slots, after all allocations were handed on. */
    void shrink() {
        surviveAll();
        shift = Long.SIZE - FEW_SLOT_BITS;
        slots = new long[STRIDE << FEW_SLOT_BITS];
        // nothing is known of address 0 now
        slots[STATE] = UNKNOWN;
    }

    private void leave(int at) {
        long state = slots[at + STATE];
        if (state < 0) {
            slots[at + STATE] = UNKNOWN;
            elders.survived(
                    slots[at + ADDRESS], sizeBytes(state), location(state), slots[at + BIRTH], slots[at + REPLACING]);
        } else if (state == UNCHECKED) {
            slots[at + STATE] = ABSENT;
            elders.replaced(slots[at + ADDRESS], slots[at + REPLACING]);
        }
    }
}
