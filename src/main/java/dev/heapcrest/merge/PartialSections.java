package dev.heapcrest.merge;

/** Names and numbers of docs/partial-format.md, for writer and reader. */
final class PartialSections {
    static final String MAGIC = "HCPARTIA";
    static final int VERSION = 1;

    static final int STRINGS = 1;
    static final int OPTIONS = 2;
    static final int CAPTURES = 3;
    static final int FRAMES = 4;
    static final int NODES = 5;
    static final int FIGURES = 6;
    static final int HEAP = 7;
    static final int END = 127;

    private PartialSections() {}
}
