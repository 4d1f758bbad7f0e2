package dev.heapcrest.report.export;

import java.io.IOException;
import org.apiguardian.api.API;

/** An export would be larger than allowed ({@link dev.heapcrest.capture.Limit#EXPORT_BYTES}). */
@API(status = API.Status.STABLE, since = "0.1")
public final class ExportTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ExportTooLargeException(String message) {
        super(message);
    }
}
