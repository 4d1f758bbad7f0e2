package dev.heapcrest.aggregate;

import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Figures of a view that are added up, location by location. 16 bytes a location, half as much again while growing. Not
 * thread-safe.
 */
abstract class SummedFigures implements ViewFigures {
    private final View view;
    private final LongArrayList bytes = new LongArrayList();
    private final LongArrayList counts = new LongArrayList();

    SummedFigures(View view) {
        this.view = view;
    }

    final void add(int location, long addedBytes, long addedCount) {
        if (location >= bytes.size()) {
            bytes.size(location + 1);
            counts.size(location + 1);
        }
        bytes.set(location, bytes.getLong(location) + addedBytes);
        counts.set(location, counts.getLong(location) + addedCount);
    }

    @Override
    public final View view() {
        return view;
    }

    @Override
    public final long bytes(int location) {
        return location < bytes.size() ? bytes.getLong(location) : 0;
    }

    @Override
    public final long count(int location) {
        return location < counts.size() ? counts.getLong(location) : 0;
    }
}
