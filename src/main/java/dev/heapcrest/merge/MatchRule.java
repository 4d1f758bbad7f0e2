package dev.heapcrest.merge;

import java.util.Locale;
import org.apiguardian.api.API;

/** Which frames of two captures are the same place, where their callers are. Never across files, but for {@link #FUNCTION}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum MatchRule {
    /** Equal function, file and line. */
    EXACT,
    /** Equal function and file; lines that moved with their function, or that are as many on both sides, match as well. */
    SHIFT,
    /** Equal function; in another file only what no frame of the same file matches. For code that moved. */
    FUNCTION;

    /** As typed on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
