package dev.heapcrest.capture;

import java.io.IOException;
import org.apiguardian.api.API;

/** The capture cannot be used. Damage after the header is not an exception: see {@link Coverage}. */
@API(status = API.Status.STABLE, since = "0.1")
public abstract sealed class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    private CaptureException(String message) {
        super(message);
    }

    /** The input is not a memray capture at all. */
    public static final class NotACapture extends CaptureException {
        private static final long serialVersionUID = 1L;

        public NotACapture(String message) {
            super(message);
        }
    }

    /** A memray capture, but of a header version or kind that this program does not know. */
    public static final class Unsupported extends CaptureException {
        private static final long serialVersionUID = 1L;

        public Unsupported(String message) {
            super(message);
        }
    }

    /** The input ends inside the header. */
    public static final class TruncatedHeader extends CaptureException {
        private static final long serialVersionUID = 1L;

        private final transient Damage damage;

        TruncatedHeader(String message, Damage damage) {
            super(message);
            this.damage = damage;
        }

        /** What is wrong, which field of the header it concerns, and where. */
        public Damage damage() {
            return damage;
        }
    }

    /** The header breaks a rule of the format; the message names it and the offset. */
    public static final class MalformedHeader extends CaptureException {
        private static final long serialVersionUID = 1L;

        private final transient Damage damage;

        MalformedHeader(String message, Damage damage) {
            super(message);
            this.damage = damage;
        }

        /** What is wrong, which field of the header it concerns, and where. */
        public Damage damage() {
            return damage;
        }
    }
}
