package dev.heapcrest.merge;

import dev.heapcrest.columns.SectionForm;

/** Names and numbers of docs/partial-format.md, for writer and reader. */
final class PartialSections {
    static final SectionForm<PartialFormatException> FORM = new SectionForm<>(
            "HCPARTIA",
            1,
            true,
            new SectionForm.Words("this is not a partial of Heapcrest", "this partial"),
            PartialFormatException::new);

    static final int STRINGS = 1;
    static final int OPTIONS = 2;
    static final int CAPTURES = 3;
    static final int FRAMES = 4;
    static final int NODES = 5;
    static final int FIGURES = 6;
    static final int HEAP = 7;

    private PartialSections() {}
}
