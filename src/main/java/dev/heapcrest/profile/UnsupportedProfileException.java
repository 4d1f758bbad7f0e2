package dev.heapcrest.profile;

import java.io.IOException;
import org.apiguardian.api.API;

/** The capture does not hold what was asked for; the message says what to record instead. */
@API(status = API.Status.STABLE, since = "0.1")
public final class UnsupportedProfileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence without a final stop */
    public UnsupportedProfileException(String message) {
        super(message);
    }
}
