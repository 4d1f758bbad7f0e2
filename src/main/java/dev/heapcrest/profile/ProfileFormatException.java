package dev.heapcrest.profile;

import java.io.IOException;
import org.apiguardian.api.API;

/** What was to be read is not a profile, not a whole one, or of a version that this program does not know. */
@API(status = API.Status.STABLE, since = "0.1")
public final class ProfileFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    ProfileFormatException(String message) {
        super(message);
    }
}
