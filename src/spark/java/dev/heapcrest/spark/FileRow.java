package dev.heapcrest.spark;

import dev.heapcrest.merge.CaptureRow;
import java.io.Serializable;
import java.util.TreeMap;

/**
 * What became of a file of the input. A partial keeps rows of the largest peaks alone; of these there is one for each file,
 * some 1.5 kB in the driver.
 *
 * @param broken limits that it broke, with figures; "" for none
 * @param sameAs path of the capture that counts in its place; "" where it counts itself
 */
record FileRow(
        Listed file,
        CaptureRow.State state,
        String identity,
        long peakBytes,
        long peakCount,
        long leakedBytes,
        long leakedCount,
        long peakMemoryBytes,
        long startMillis,
        long endMillis,
        long allocationRecords,
        long largestGapMillis,
        TreeMap<String, String> labels,
        String problem,
        String broken,
        String sameAs)
        implements Serializable {
    static FileRow of(Listed file, CaptureRow row, String broken) {
        return new FileRow(
                file,
                row.state(),
                row.identity(),
                row.peakBytes(),
                row.peakCount(),
                row.leakedBytes(),
                row.leakedCount(),
                row.peakMemoryBytes(),
                row.startMillis(),
                row.endMillis(),
                row.allocationRecords(),
                row.largestGapMillis(),
                new TreeMap<>(row.labels()),
                row.problem(),
                broken,
                "");
    }

    FileRow sameAs(String path) {
        return new FileRow(
                file,
                state,
                identity,
                peakBytes,
                peakCount,
                leakedBytes,
                leakedCount,
                peakMemoryBytes,
                startMillis,
                endMillis,
                allocationRecords,
                largestGapMillis,
                labels,
                problem,
                broken,
                path);
    }

    /** Whether it is part of the sum. */
    boolean counts() {
        return state != CaptureRow.State.FAILED && sameAs.isEmpty();
    }

    /** Its state for tables. */
    String stateText() {
        return sameAs.isEmpty() ? state.text() : "duplicate";
    }

    /** As a partial has it. */
    CaptureRow row() {
        return new CaptureRow(
                identity,
                file.name(),
                state,
                peakBytes,
                peakCount,
                leakedBytes,
                leakedCount,
                peakMemoryBytes,
                startMillis,
                endMillis,
                allocationRecords,
                largestGapMillis,
                labels,
                problem);
    }
}
