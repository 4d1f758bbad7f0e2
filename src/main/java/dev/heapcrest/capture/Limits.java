package dev.heapcrest.capture;

/**
 * How much a capture may ask for at once. Real captures stay far below; a damaged or hostile one must not be able to
 * fill the heap with one length field.
 *
 * @param stringBytes longest string. Linux allows command lines of a few MB; names of 10 KB were seen
 * @param lineTableBytes longest line table of one code object; a generated module of a million lines needs a few MB
 * @param headerBytes longest header, search paths included
 */
record Limits(int stringBytes, int lineTableBytes, int headerBytes) {
    static final Limits DEFAULT = new Limits(16 << 20, 64 << 20, 64 << 20);
}
