package dev.heapcrest.profile;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Distinct frames by id: (function, file, line). Ids count from 1; 0 is no frame. Frames of different code objects or
 * instructions that read the same are one id. Native frames are by (function, file, line, image): one for each level that
 * the compiler inlined, whatever the address.
 */
@API(status = API.Status.STABLE, since = "0.1")
public interface FrameTable {
    /** Ids are 1 to this. */
    int count();

    String function(int frameId);

    String file(int frameId);

    /** 0 where the capture does not tell. */
    int line(int frameId);

    /**
     * First line of the function or class body that a frame is of; 0 where that is not known: in captures of versions before
     * 12, and in profiles that were read from files.
     */
    default int firstLine(int frameId) {
        return 0;
    }

    /** Of a native frame the place of its image in {@link #images}, from 1; 0 of Python frames. */
    default int image(int frameId) {
        return 0;
    }

    /** Images that native frames are in; none where there are no native frames. */
    default List<NativeImage> images() {
        return List.of();
    }
}
