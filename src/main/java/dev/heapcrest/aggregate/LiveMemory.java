package dev.heapcrest.aggregate;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limits;

/**
 * What is live, by address: allocations and mappings. Tells a {@link Ledger} whose memory comes and goes. Not
 * thread-safe.
 */
final class LiveMemory {
    private final LiveAllocations allocations;
    private final LiveMappings mappings;
    private final Ledger ledger;

    LiveMemory(Ledger ledger, Limits limits) {
        this(ledger, limits, new LiveAllocations());
    }

    LiveMemory(Ledger ledger, Limits limits, LiveAllocations allocations) {
        mappings = new LiveMappings(limits);
        this.ledger = ledger;
        this.allocations = allocations;
    }

    /** Number of live allocations, mappings aside. */
    long allocations() {
        return allocations.size();
    }

    /**
     * An allocation lives at an address.
     *
     * @param birth the record that made it
     * @param replacing the first record that replaced what else may be listed at the address
     */
    void put(long address, long sizeBytes, int location, long birth, long replacing) {
        allocations.bornAt(birth);
        overwritten(allocations.put(address, sizeBytes, location), replacing);
        ledger.allocated(birth, location, sizeBytes);
    }

    /** What may be listed at an address was replaced by this record, with what is freed by now. */
    void replaced(long address, long replacing) {
        overwritten(allocations.remove(address), replacing);
    }

    private void overwritten(long found, long otherBirth) {
        if (found != 0) {
            ledger.overwritten(
                    allocations.foundBirth(),
                    otherBirth,
                    LiveAllocations.location(found),
                    allocations.sizeBytes(found));
        }
    }

    /** What is listed at an address is freed; the total changes now. */
    void free(long address) {
        long found = allocations.remove(address);
        if (found != 0) {
            long sizeBytes = allocations.sizeBytes(found);
            ledger.change(-sizeBytes);
            ledger.freed(allocations.foundBirth(), LiveAllocations.location(found), sizeBytes, 1);
        }
    }

    /** Reads what the other methods will read for an address. */
    long touch(long address) {
        return allocations.touch(address);
    }

    /**
     * To be called before a mapping is made or memory is unmapped.
     *
     * @throws CaptureDamage if there are too many mappings
     */
    void requireRoom() {
        mappings.requireRoom();
    }

    /** A mapping is made by this record. One of no bytes is none. */
    void map(long address, long sizeBytes, int location, long birth) {
        if (sizeBytes != 0) {
            long keptBytes = mappings.add(address, sizeBytes, location, birth);
            ledger.allocated(birth, location, sizeBytes);
            if (keptBytes != sizeBytes) {
                ledger.lasting(birth, location, sizeBytes - keptBytes, keptBytes == 0 ? 1 : 0);
            }
        }
    }

    /** An interval of addresses is unmapped; the total changes now. */
    void unmap(long address, long sizeBytes) {
        if (sizeBytes != 0) {
            mappings.cut(address, sizeBytes, (location, birth, removedBytes, pieces) -> {
                ledger.change(-removedBytes);
                ledger.freed(birth, location, removedBytes, 1 - pieces);
            });
        }
    }

    /** Tells of every mapping. */
    void forEachMapping(LiveMappings.Visitor visitor) {
        mappings.forEach(visitor);
    }
}
