package dev.heapcrest.aggregate;

import dev.heapcrest.profile.View;

/** Figures of one view by location, as they are at the end of a pass; locations count from 1. */
interface ViewFigures {
    View view();

    long bytes(int location);

    long count(int location);

    /** Whether the view shows the location. */
    default boolean any(int location) {
        return bytes(location) != 0 || count(location) != 0;
    }
}
