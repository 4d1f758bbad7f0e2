package dev.heapcrest.profile;

import dev.heapcrest.tables.TextNumbers;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The frames of a profile, with strings of its own. 16 bytes a frame, 20 in profiles with native frames, and 8 bytes a
 * distinct string beside its text. Immutable; safe for any number of threads.
 */
@API(status = API.Status.STABLE, since = "0.1")
public final class ProfileFrames implements FrameTable {
    private final IntColumn functions;
    private final IntColumn files;
    private final IntColumn lines;
    private final IntColumn firstLines;
    private final String[] strings;
    /** Empty where there are no native frames. */
    private final IntColumn frameImages;

    private final List<NativeImage> images;

    /**
     * Of Python frames alone. Columns begin with an entry for frame 0, which is no frame.
     *
     * @param functions index of the function's name in {@code strings}, by frame id
     * @param files index of the file's name, by frame id
     * @param lines 0 where unknown, by frame id
     * @param strings copied
     * @throws IllegalArgumentException if the columns do not have one length, which is at least 1
     * @throws IndexOutOfBoundsException if a name is not in {@code strings}
     */
    public ProfileFrames(IntColumn functions, IntColumn files, IntColumn lines, List<String> strings) {
        this(functions, files, lines, IntColumn.of(new int[functions.size()]), strings, IntColumn.of(), List.of());
    }

    /**
     * The same with native frames.
     *
     * @param frameImages by frame id: 0 of Python frames, else the place in {@code images}, from 1; empty where there are
     *     no images
     * @param images copied
     * @throws IllegalArgumentException if the columns do not have one length, which is at least 1
     * @throws IndexOutOfBoundsException if a name is not in {@code strings}, or an image not in {@code images}
     */
    public ProfileFrames(
            IntColumn functions,
            IntColumn files,
            IntColumn lines,
            List<String> strings,
            IntColumn frameImages,
            List<NativeImage> images) {
        this(functions, files, lines, IntColumn.of(new int[functions.size()]), strings, frameImages, images);
    }

    /**
     * The same with first lines and native frames.
     *
     * @param firstLines {@link #firstLine}, by frame id
     * @param frameImages by frame id: 0 of Python frames, else the place in {@code images}, from 1; empty where there are
     *     no images
     * @param images copied
     * @throws IllegalArgumentException if the columns do not have one length, which is at least 1
     * @throws IndexOutOfBoundsException if a name is not in {@code strings}, or an image not in {@code images}
     */
    public ProfileFrames(
            IntColumn functions,
            IntColumn files,
            IntColumn lines,
            IntColumn firstLines,
            List<String> strings,
            IntColumn frameImages,
            List<NativeImage> images) {
        int size = functions.size();
        if (size == 0
                || files.size() != size
                || lines.size() != size
                || firstLines.size() != size
                || frameImages.size() != (images.isEmpty() ? 0 : size)) {
            throw new IllegalArgumentException(
                    "columns of " + size + ", " + files.size() + ", " + lines.size() + ", " + frameImages.size());
        }
        this.frameImages = frameImages;
        this.images = List.copyOf(images);
        for (int frame = 0; frame < frameImages.size(); frame++) {
            if (frameImages.get(frame) < 0 || frameImages.get(frame) > images.size()) {
                throw new IndexOutOfBoundsException("image " + frameImages.get(frame) + " of " + images.size());
            }
        }
        this.functions = functions;
        this.files = files;
        this.lines = lines;
        this.firstLines = firstLines;
        this.strings = strings.toArray(String[]::new);
        for (int frame = 1; frame < size; frame++) {
            checkString(functions.get(frame));
            checkString(files.get(frame));
        }
    }

    /** A copy of another table. */
    public static ProfileFrames copyOf(FrameTable frames) {
        int[] functions = new int[frames.count() + 1];
        int[] files = new int[functions.length];
        int[] lines = new int[functions.length];
        int[] firstLines = new int[functions.length];
        TextNumbers strings = new TextNumbers();
        for (int frame = 1; frame < functions.length; frame++) {
            functions[frame] = strings.add(frames.function(frame));
            files[frame] = strings.add(frames.file(frame));
            lines[frame] = frames.line(frame);
            firstLines[frame] = frames.firstLine(frame);
        }
        return new ProfileFrames(
                IntColumn.of(functions),
                IntColumn.of(files),
                IntColumn.of(lines),
                IntColumn.of(firstLines),
                strings.texts(),
                images(frames),
                frames.images());
    }

    private static IntColumn images(FrameTable frames) {
        if (frames.images().isEmpty()) {
            return IntColumn.of();
        }
        int[] images = new int[frames.count() + 1];
        Arrays.setAll(images, frame -> frame == 0 ? 0 : frames.image(frame));
        return IntColumn.of(images);
    }

    private void checkString(int index) {
        if (index < 0 || index >= strings.length) {
            throw new IndexOutOfBoundsException("string " + index + " of " + strings.length);
        }
    }

    @Override
    public int count() {
        return functions.size() - 1;
    }

    @Override
    public String function(int frameId) {
        return strings[functions.get(frameId)];
    }

    @Override
    public String file(int frameId) {
        return strings[files.get(frameId)];
    }

    @Override
    public int line(int frameId) {
        return lines.get(frameId);
    }

    @Override
    public int firstLine(int frameId) {
        return firstLines.get(frameId);
    }

    @Override
    public int image(int frameId) {
        return images.isEmpty() ? 0 : frameImages.get(frameId);
    }

    @Override
    public List<NativeImage> images() {
        return images;
    }

    /** Two tables are equal when each id reads the same, whatever the order of their strings and their first lines. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof ProfileFrames frames)
                || frames.count() != count()
                || !frames.lines.equals(lines)
                || !frames.frameImages.equals(frameImages)
                || !frames.images.equals(images)) {
            return false;
        }
        for (int frame = 1; frame <= count(); frame++) {
            if (!function(frame).equals(frames.function(frame)) || !file(frame).equals(frames.file(frame))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = lines.hashCode();
        for (int frame = 1; frame <= count(); frame++) {
            hash = 31 * (31 * hash + function(frame).hashCode()) + file(frame).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return count() + " frames of " + Arrays.toString(strings);
    }
}
