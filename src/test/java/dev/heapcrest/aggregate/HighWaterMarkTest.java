package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.testing.Footprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighWaterMarkTest {
    private final HighWaterMark mark = new HighWaterMark();
    private long records;

    private void grow(int location, long sizeBytes) {
        mark.change(sizeBytes);
        mark.allocated(records, location, sizeBytes);
        recorded();
    }

    private void shrink(int location, long sizeBytes) {
        mark.change(-sizeBytes);
        mark.freed(0, location, sizeBytes, 1);
        recorded();
    }

    private void recorded() {
        mark.reached(records++, mark.totalBytes());
    }

    private void expectPeak(long bytes, long record) {
        assertEquals(bytes, mark.peakBytes());
        assertEquals(record, mark.peakRecord());
    }

    @Test
    void figuresAtThePeakOutliveTheFall() {
        grow(1, 100);
        grow(2, 50);
        shrink(1, 100);
        grow(2, 20);
        expectPeak(150, 1);
        assertEquals(100, mark.atPeak().bytes(1));
        assertEquals(50, mark.atPeak().bytes(2));
        assertEquals(1, mark.atPeak().count(2));
        assertEquals(0, mark.atEnd().bytes(1));
        assertEquals(70, mark.atEnd().bytes(2));
        assertEquals(2, mark.atEnd().count(2));
    }

    @Test
    void amongEqualPeaksTheLastOneCounts() {
        grow(1, 100);
        shrink(1, 100);
        grow(2, 100);
        shrink(2, 100);
        expectPeak(100, 2);
        assertEquals(0, mark.atPeak().bytes(1));
        assertEquals(100, mark.atPeak().bytes(2));
    }

    @Test
    void recordsThatChangeNothingMoveThePeakOn() {
        grow(1, 100);
        recorded(); // a free of an unknown pointer
        grow(2, 0);
        shrink(1, 100);
        expectPeak(100, 2);
        assertEquals(1, mark.atPeak().count(2));
    }

    @Test
    void theEndCanBeThePeak() {
        grow(1, 100);
        shrink(1, 100);
        grow(1, 70);
        grow(2, 30);
        expectPeak(100, 3);
        assertEquals(70, mark.atPeak().bytes(1));
        assertEquals(30, mark.atPeak().bytes(2));
    }

    @Test
    void overwrittenMemoryStaysInTheTotalButNotWithItsLocation() {
        grow(1, 100);
        mark.overwritten(0, records, 1, 100);
        grow(2, 40);
        shrink(2, 40);
        expectPeak(140, 1);
        assertEquals(0, mark.atPeak().bytes(1));
        assertEquals(40, mark.atPeak().bytes(2));
        assertEquals(100, mark.totalBytes());
    }

    @Test
    void aCaptureWithoutBytesPeaksAtItsEnd() {
        grow(1, 0);
        shrink(1, 0);
        grow(1, 0);
        expectPeak(0, 2);
        assertEquals(1, mark.atPeak().count(1));
    }

    @Test
    void nothingAtAllIsNoPeak() {
        expectPeak(0, -1);
        assertEquals(0, mark.atPeak().bytes(5));
    }

    /** As the class comment states it: 40 bytes a location, up to half as much again for growth. */
    @ParameterizedTest
    @ValueSource(ints = {300_000, 1_000_000, 1_500_000})
    void takesTheHeapItStates(int locations) {
        new Footprint(40, 60, 1024 * 40).require(locations, () -> {
            HighWaterMark mark = new HighWaterMark();
            for (int location = 1; location <= locations; location++) {
                mark.change(64);
                mark.allocated(location, location, 64);
                mark.reached(location, mark.totalBytes());
            }
            return mark;
        });
    }
}
