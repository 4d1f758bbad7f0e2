package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TemporaryAllocationsTest {
    @Test
    void thresholdZeroAsksForTheVeryNextRecordOfTheThread() {
        TemporaryAllocations temporary = new TemporaryAllocations(0);
        temporary.allocated(0, 16, 100, 1);
        temporary.freed(0, 16);
        temporary.allocated(0, 16, 100, 1);
        temporary.allocated(0, 32, 50, 2);
        temporary.freed(0, 16);
        assertEquals(1, temporary.count(1));
        assertEquals(100, temporary.bytes(1));
        assertEquals(0, temporary.count(2));
    }

    @Test
    void allocationsOfOtherThreadsDoNotCount() {
        TemporaryAllocations temporary = new TemporaryAllocations(1);
        temporary.allocated(0, 16, 100, 1);
        temporary.allocated(1, 32, 1, 2);
        temporary.allocated(1, 48, 1, 2);
        temporary.freed(1, 16);
        assertEquals(0, temporary.count(1));
        temporary.freed(0, 16);
        assertEquals(1, temporary.count(1));
    }

    @Test
    void aSecondFreeOfTheSameAddressCountsAgainAsInMemray() {
        TemporaryAllocations temporary = new TemporaryAllocations(3);
        temporary.allocated(0, 16, 100, 1);
        temporary.freed(0, 16);
        temporary.freed(0, 16);
        assertEquals(2, temporary.count(1));
        assertEquals(200, temporary.bytes(1));
    }

    @Test
    void theNewestAllocationAtAnAddressIsTheOneFreed() {
        TemporaryAllocations temporary = new TemporaryAllocations(3);
        temporary.allocated(0, 16, 100, 1);
        temporary.allocated(0, 16, 7, 2);
        temporary.freed(0, 16);
        assertEquals(0, temporary.count(1));
        assertEquals(7, temporary.bytes(2));
    }

    @Test
    void anUnmappingMustHaveTheSizeOfItsMapping() {
        TemporaryAllocations temporary = new TemporaryAllocations(1);
        temporary.allocated(0, 4096, 8192, 1);
        temporary.unmapped(0, 4096, 4096);
        assertEquals(0, temporary.count(1));
        temporary.unmapped(0, 4096, 8192);
        assertEquals(1, temporary.count(1));
    }

    @Test
    void theRingForgetsTheOldest() {
        TemporaryAllocations temporary = new TemporaryAllocations(2);
        for (int i = 1; i <= 10; i++) {
            temporary.allocated(0, 16L * i, i, i);
        }
        for (int i = 1; i <= 10; i++) {
            temporary.freed(0, 16L * i);
        }
        for (int i = 1; i <= 10; i++) {
            assertEquals(i > 7 ? 1 : 0, temporary.count(i));
        }
    }
}
