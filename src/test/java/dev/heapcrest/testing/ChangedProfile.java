package dev.heapcrest.testing;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;

/** Profiles that differ from another in one thing. */
public final class ChangedProfile {
    private ChangedProfile() {}

    /** With memory over time instead of what it has of that. */
    public static Profile withHistory(Profile plain, Profile.Timeline timeline, History history) {
        return of(plain, plain.header(), timeline, history);
    }

    /** Of a capture that says something else of itself. */
    public static Profile withHeader(Profile plain, CaptureHeader header) {
        return of(plain, header, plain.timeline(), plain.history());
    }

    private static Profile of(Profile plain, CaptureHeader header, Profile.Timeline timeline, History history) {
        return new Profile(
                header,
                plain.coverage(),
                plain.frames(),
                plain.stacks(),
                plain.threads(),
                plain.locations(),
                plain.figures(),
                plain.peakBytes(),
                plain.peakRecord(),
                plain.peakTime(),
                timeline,
                history,
                plain.pathsLeftOut());
    }
}
