package dev.heapcrest.profile;

import java.io.IOException;

/** The capture does not hold what was asked for; the message says what to record instead. */
public final class UnsupportedProfileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence without a final stop */
    public UnsupportedProfileException(String message) {
        super(message);
    }
}
