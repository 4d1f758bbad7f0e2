package dev.heapcrest.merge;

import java.util.Locale;
import org.apiguardian.api.API;

/** Which frames of two captures are the same place, where their callers are. Never across files. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum MatchRule {
    /** Equal function, file and line. */
    EXACT,
    /** Equal function and file; lines that moved with their function, or that are as many on both sides, match as well. */
    SHIFT;

    /** As typed on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
