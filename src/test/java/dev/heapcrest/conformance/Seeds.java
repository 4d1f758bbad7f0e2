package dev.heapcrest.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A new seed for each run of the tests; {@code -Dseed=N} repeats one. As an extension of a test it names the seed in what the
 * test throws: an exception, unlike a failed check, would not.
 */
final class Seeds implements TestExecutionExceptionHandler {
    private static final long BASE = base();

    private static long base() {
        String given = System.getProperty("seed", "");
        return given.isEmpty() || given.startsWith("${") ? System.nanoTime() & 0xFFFF_FFFFL : Long.parseLong(given);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext test, Throwable thrown) throws Throwable {
        thrown.addSuppressed(new AssertionError("repeat with -Dseed=" + BASE));
        throw thrown;
    }

    /** The seed of the n-th program of a run, and what to say when it fails. */
    static long of(int n) {
        return BASE * 1_000_003 + n;
    }

    static String hint(int version, int n) {
        return "version " + version + ", program " + n + ", repeat with -Dseed=" + BASE;
    }
}
