package dev.heapcrest.symbols;

import org.jspecify.annotations.Nullable;

/** What became of the search for an image. */
public enum ImageState {
    /** A file with the segments of the capture was read, now or when the symbol pack was made. */
    FOUND(0, "found"),
    /** No file of that name is in any of the places. */
    NOT_FOUND(1, "not found"),
    /** All files of that name have other segments, so they are not the build that ran. */
    OTHER_BUILD(2, "another build than the one that ran"),
    /** The file of that name is no ELF file, is damaged, or may not be read. */
    UNREADABLE(3, "unreadable"),
    /** Nobody asked for symbols. */
    NOT_SEARCHED(4, "not looked for");

    private final int number;
    private final String text;

    ImageState(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** For sentences, in lower case. */
    public String text() {
        return text;
    }

    /** In symbol packs: never another, and none twice. */
    public int number() {
        return number;
    }

    /** The one with that number; null if there is none. */
    public static @Nullable ImageState of(long number) {
        for (ImageState each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return null;
    }
}
