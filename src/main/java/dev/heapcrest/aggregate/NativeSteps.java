package dev.heapcrest.aggregate;

import dev.heapcrest.capture.Limit;
import dev.heapcrest.profile.UnsupportedProfileException;
import java.util.Locale;

/** Counts native frames of stacks against {@link Limit#NATIVE_STEPS}. Not thread-safe. */
final class NativeSteps {
    /** Frames of a stack, on average. */
    static final long PER_STACK = 512;
    /** Of these frames one in so many may be one that no other stack has. */
    static final int NEW = 8;

    private final long most;
    private long left;

    /** @param stacks how many there are */
    NativeSteps(long limit, long stacks) {
        most = limit + PER_STACK * stacks;
        left = most;
    }

    /** @throws UnsupportedProfileException if more are taken than there may be */
    void take(long steps) throws UnsupportedProfileException {
        left -= steps;
        if (left < 0) {
            throw tooMany(most);
        }
    }

    static UnsupportedProfileException tooMany(long most) {
        return new UnsupportedProfileException(String.format(
                Locale.ROOT,
                "its native stacks have more than %,d frames in all, the limit %s. %s",
                most,
                Limit.NATIVE_STEPS.text(),
                Limit.NATIVE_STEPS.howToLift()));
    }
}
