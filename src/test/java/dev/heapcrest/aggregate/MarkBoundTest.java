package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkBoundTest {
    private final HighWaterMark mark = new HighWaterMark();
    private final MarkBound bound = new MarkBound(mark);

    private void expectCandidate(long record, long bytes) {
        assertEquals(record, bound.candidate());
        assertEquals(bytes, bound.highestBytes());
    }

    @Test
    void theLastRecordWithTheHighestBoundIsTheCandidate() {
        bound.changed(0, 100);
        bound.changed(1, -40);
        expectCandidate(0, 100);
        bound.changed(2, 40);
        bound.changed(3, 0);
        expectCandidate(3, 100);
    }

    @Test
    void aBoundBelowTheOldMarkHasNoCandidateOfItsOwn() {
        mark.change(100);
        mark.reached(0, 100);
        mark.change(-30);
        bound.settle();
        bound.changed(2, 29);
        expectCandidate(0, 30);
        bound.changed(3, 1);
        expectCandidate(3, 30);
    }

    @Test
    void settlingTellsTheLedgerOfAllChangesOnce() {
        bound.changed(0, 100);
        bound.changed(1, -40);
        bound.settle();
        bound.settle();
        assertEquals(60, mark.totalBytes());
        // nobody told the mark of the candidate
        expectCandidate(-1, -60);
    }
}
