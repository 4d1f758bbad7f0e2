package dev.heapcrest.aggregate;

import dev.heapcrest.profile.View;

/** What each location holds at an instant: the sum of the lifetimes that cover it. Not changed any more once it is made. */
final class HeldAt extends SummedFigures {
    /** @param instant a half bucket at whose end it is; one before {@link LifetimeSums#NEVER} is the end of all */
    HeldAt(View view, int instant, LifetimeSums lifetimes) {
        super(view);
        for (int i = 0; i < lifetimes.size(); i++) {
            long key = lifetimes.key(i);
            if (LifetimeSums.born(key) <= instant && instant < LifetimeSums.died(key)) {
                add(LifetimeSums.location(key), lifetimes.bytes(i), lifetimes.count(i));
            }
        }
    }
}
