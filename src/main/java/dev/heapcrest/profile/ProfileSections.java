package dev.heapcrest.profile;

import dev.heapcrest.columns.SectionForm;

/** Names and numbers of docs/profile-format.md, for writer and reader. */
final class ProfileSections {
    static final SectionForm<ProfileFormatException> FORM = new SectionForm<>(
            "HCPROFIL",
            1,
            true,
            new SectionForm.Words("this is not a profile of Heapcrest", "this profile"),
            ProfileFormatException::new);

    static final int STRINGS = 1;
    static final int CAPTURE = 2;
    static final int COVERAGE = 3;
    static final int FRAMES = 4;
    static final int STACKS = 5;
    static final int THREADS = 6;
    static final int LOCATIONS = 7;
    static final int FIGURES = 8;
    static final int TIMELINE = 9;
    static final int HISTORY = 10;
    /** Only of profiles with native frames. */
    static final int NATIVE = 12;

    private ProfileSections() {}
}
