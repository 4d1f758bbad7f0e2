package dev.heapcrest.capture;

/** A read wanted more bytes than the stream has. It carries no stack trace. */
final class EndOfStream extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndOfStream() {
        super("end of stream", null, false, false);
    }
}
