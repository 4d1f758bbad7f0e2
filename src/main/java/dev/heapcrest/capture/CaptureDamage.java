package dev.heapcrest.capture;

/**
 * A record breaks a rule of the format. Thrown by the decoder, and by sinks for rules that only they can check (a pop of
 * more frames than there are, a frame id that was never defined); {@link Capture#read} catches it, adds the record's
 * offset and ends with {@link Coverage.End#CORRUPT}. The broken record counts as not read.
 */
public final class CaptureDamage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param rule the broken rule in words without an offset and a final stop: "a pop of 3 frames where 2 are" */
    public CaptureDamage(String rule) {
        super(rule, null, false, false);
    }

    /** The broken rule, as given. */
    public String rule() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
