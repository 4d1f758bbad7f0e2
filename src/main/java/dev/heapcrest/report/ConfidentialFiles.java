package dev.heapcrest.report;

import org.apiguardian.api.API;

/** From which files source lines may be shown: memray's option {@code --confidential-files}. */
@API(status = API.Status.STABLE, since = "0.1")
public enum ConfidentialFiles {
    /** All files are confidential: no source lines. */
    ALL,
    /** No file is confidential: source lines from any file that can be read. */
    NONE,
    /**
     * Files are confidential unless they are Python sources, by name or by their first line, that everyone may read or that
     * whoever runs this owns.
     */
    DEFAULT
}
