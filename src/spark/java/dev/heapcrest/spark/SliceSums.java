package dev.heapcrest.spark;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * What a task found in a slice.
 *
 * @param rows one for each file
 * @param sums by group
 */
record SliceSums(int slice, ArrayList<FileRow> rows, ArrayList<GroupSum> sums) implements Serializable {
    /**
     * Sum of captures of one group.
     *
     * @param group {@link GroupKeys}
     */
    record GroupSum(String group, Sum sum) implements Serializable {}
}
