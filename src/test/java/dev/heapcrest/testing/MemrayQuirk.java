package dev.heapcrest.testing;

/** What memray itself gets wrong (docs/differences-from-memray.md); the naive model can be told to do the same. */
public enum MemrayQuirk {
    /** Versions 12 and 13, Python 3.7 to 3.9: a code object with an empty line table is shown at line 0. */
    EMPTY_TABLE_IS_LINE_0,
    /** Versions 12 and 13, Python 3.7 to 3.9: address increments of 128 and more are read as negative. */
    SIGNED_ADDRESS_INCREMENTS,
    /** Releases before 1.7.0 (versions below 10): the peak is not looked at after simple frees. */
    NO_PEAK_TEST_AFTER_FREE
}
