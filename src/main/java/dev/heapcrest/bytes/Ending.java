package dev.heapcrest.bytes;

/** Why a stream ended before its end. */
public enum Ending {
    /** The input has no more bytes. */
    TRUNCATED,
    /** A rule of the container is broken. */
    DAMAGED
}
