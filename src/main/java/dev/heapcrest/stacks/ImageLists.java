package dev.heapcrest.stacks;

import dev.heapcrest.stacks.NativeStacks.LoadedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of loaded images of a capture, one at a time (docs/capture-format.md, section 10.1). An image that was
 * in a list before is the same instance again. Not thread-safe.
 */
public final class ImageLists {
    /** The list that is being read; its last image still gets segments. Null between two lists. */
    private @Nullable List<LoadedImage> reading;

    /** The one instance of each image that was seen. */
    private final Map<LoadedImage, LoadedImage> known = new HashMap<>();

    /** A new list begins. Whoever wants the one before has {@linkplain #take taken} it. */
    public void start() {
        reading = new ArrayList<>();
    }

    /** An image of the list, whose segments follow. Outside of a list, where no writer has any, it is ignored. */
    public void image(String path, long loadAddress) {
        if (reading != null) {
            reading.add(new LoadedImage(path, loadAddress, new ArrayList<>()));
        }
    }

    /** A segment of the last image. */
    public void segment(long virtualAddress, long sizeBytes) {
        if (reading != null) {
            List<Long> segments = reading.get(reading.size() - 1).segments();
            segments.add(virtualAddress);
            segments.add(sizeBytes);
        }
    }

    /** Whether there is a list to be taken. */
    boolean open() {
        return reading != null;
    }

    /** The list that was read, which ends here and belongs to the caller; null if none began since the last one. */
    public @Nullable List<LoadedImage> take() {
        List<LoadedImage> list = reading;
        reading = null;
        if (list != null) {
            list.replaceAll(image -> known.computeIfAbsent(image, any -> any));
        }
        return list;
    }
}
