package dev.heapcrest.merge;

import java.io.IOException;
import org.apiguardian.api.API;

/** Bytes that are no partial, or not all of one, or of a version that is not known. The message says what and where. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PartialFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    PartialFormatException(String message) {
        super(message);
    }
}
