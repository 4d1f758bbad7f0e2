package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;

/** What is said about a container. */
public final class Sentence {
    private Sentence() {}

    public static String of(WindowSource.Problem problem) {
        return DamageText.filled(Damage.of(problem, ""));
    }
}
