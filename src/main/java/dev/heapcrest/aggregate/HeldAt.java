package dev.heapcrest.aggregate;

import dev.heapcrest.profile.View;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** What each location holds at an instant: the sum of the lifetimes that cover it. 16 bytes a location. Immutable. */
final class HeldAt implements ViewFigures {
    private final View view;
    private final LongArrayList bytes = new LongArrayList();
    private final LongArrayList counts = new LongArrayList();

    /** @param instant a half bucket at whose end it is; one before {@link LifetimeSums#NEVER} is the end of all */
    HeldAt(View view, int instant, LifetimeSums lifetimes) {
        this.view = view;
        for (int i = 0; i < lifetimes.size(); i++) {
            long key = lifetimes.key(i);
            if (LifetimeSums.born(key) <= instant && instant < LifetimeSums.died(key)) {
                int location = LifetimeSums.location(key);
                if (location >= bytes.size()) {
                    bytes.size(location + 1);
                    counts.size(location + 1);
                }
                bytes.set(location, bytes.getLong(location) + lifetimes.bytes(i));
                counts.set(location, counts.getLong(location) + lifetimes.count(i));
            }
        }
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public long bytes(int location) {
        return location < bytes.size() ? bytes.getLong(location) : 0;
    }

    @Override
    public long count(int location) {
        return location < counts.size() ? counts.getLong(location) : 0;
    }
}
