package dev.heapcrest.report;

import org.apiguardian.api.API;

/** From which files source lines may be shown: memray's option {@code --confidential-files}. */
@API(status = API.Status.STABLE, since = "0.1")
public enum ConfidentialFiles {
    /** All files are confidential: no source lines. */
    ALL,
    /** No file is confidential: source lines from any file that can be read. */
    NONE,
    /** Files that are not named {@code *.py} are confidential, unless executable or readable by everyone. */
    DEFAULT
}
