package dev.heapcrest.report.html;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.tree.CallTree;

/** Writes the sections that describe memory over time (docs/report-format.md, buckets and lifetimes). */
final class HistoryColumns {
    /** Stands for "never" in the column of deaths, as no lifetime is shorter than one half bucket. */
    private static final int NEVER = 0;

    private HistoryColumns() {}

    static void writeBuckets(History.Buckets buckets, ColumnWriter columns) {
        long first = 0;
        for (int i = 0; i < buckets.count(); i++) {
            columns.leb(buckets.records().get(i));
        }
        for (int i = 0; i < buckets.count(); i++) {
            columns.leb(buckets.markRecord().get(i) - first + 1);
            first += buckets.records().get(i);
        }
        long end = 0;
        for (int i = 0; i < buckets.count(); i++) {
            columns.zigzag(buckets.markBytes().get(i) - end);
            end = buckets.endBytes().get(i);
        }
        for (int i = 0; i < buckets.count(); i++) {
            columns.zigzag(buckets.endBytes().get(i) - buckets.markBytes().get(i));
        }
        writeTimes(buckets.endMillis(), columns);
    }

    /** Memory records are nearly as far apart as those before, so the second difference is small. */
    static void writeTimes(LongColumn times, ColumnWriter columns) {
        long before = 0;
        long stepBefore = 0;
        for (int i = 0; i < times.size(); i++) {
            long step = times.get(i) - before;
            columns.zigzag(step - stepBefore);
            stepBefore = step;
            before = times.get(i);
        }
    }

    static void writeLifetimes(CallTree tree, ColumnWriter columns) {
        History.Lifetimes lifetimes = tree.lifetimes();
        int count = lifetimes.count();
        int at = 0;
        for (int own = 0; own < tree.ownNodes().length; own++) {
            int from = at;
            while (at < count && lifetimes.locations().get(at) == own) {
                at++;
            }
            columns.leb(at - from);
        }
        for (int i = 0; i < count; i++) {
            boolean next = i > 0
                    && lifetimes.locations().get(i) == lifetimes.locations().get(i - 1);
            columns.leb(lifetimes.born().get(i) - (next ? lifetimes.born().get(i - 1) : 0));
        }
        for (int i = 0; i < count; i++) {
            int died = lifetimes.died().get(i);
            columns.leb(died == History.NEVER ? NEVER : died - lifetimes.born().get(i));
        }
        for (int i = 0; i < count; i++) {
            columns.zigzag(lifetimes.counts().get(i));
        }
        for (int i = 0; i < count; i++) {
            columns.leb(lifetimes.bytes().get(i));
        }
    }
}
