package dev.heapcrest.symbols;

/** What became of the search for an image. */
public enum ImageState {
    /** A file with the segments of the capture was read, now or when the symbol pack was made. */
    FOUND("found"),
    /** No file of that name is in any of the places. */
    NOT_FOUND("not found"),
    /** All files of that name have other segments, so they are not the build that ran. */
    OTHER_BUILD("another build than the one that ran"),
    /** The file of that name is no ELF file, is damaged, or may not be read. */
    UNREADABLE("unreadable"),
    /** Nobody asked for symbols. */
    NOT_SEARCHED("not looked for");

    private final String text;

    ImageState(String text) {
        this.text = text;
    }

    /** For sentences, in lower case. */
    public String text() {
        return text;
    }
}
