package dev.heapcrest.symbols.pack;

import java.io.IOException;

/** A file is not a symbol pack, not a whole one, or of a version that this program does not know. */
public final class PackException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A clause that says what is wrong, and at which byte where that is known. */
    PackException(String message) {
        super(message);
    }
}
