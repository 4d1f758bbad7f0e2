package dev.heapcrest.aggregate;

import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies the frames that stacks have, in the order of their ids, native ones after the others. */
final class SurvivingFrames {
    private final Frames frames;
    /** Null where there are no native frames. */
    private final @Nullable NativeLevels levels;

    private final IntArrayList functions = new IntArrayList(new int[] {0});
    private final IntArrayList files = new IntArrayList(new int[] {0});
    private final IntArrayList lines = new IntArrayList(new int[] {0});
    private final IntArrayList firstLines = new IntArrayList(new int[] {0});
    private final IntArrayList images = new IntArrayList(new int[] {0});
    private final List<String> strings = new ArrayList<>();
    /** New number of each string of the pass plus one; 0 where it has none yet. */
    private final int[] stringNumbers;

    /** Texts of native frames, and below where each is in the strings. */
    private final TextNumbers nativeTexts = new TextNumbers();

    private final IntArrayList nativeStrings = new IntArrayList();

    /** Of stacks without native frames. */
    static ProfileFrames copy(Frames frames, int[] stackFrames) {
        return new SurvivingFrames(frames, null).copy(stackFrames);
    }

    /** Of merged stacks, whose frames are as in {@link HybridStacks}. */
    static ProfileFrames copy(Frames frames, NativeLevels levels, int[] stackFrames) {
        return new SurvivingFrames(frames, levels).copy(stackFrames);
    }

    private SurvivingFrames(Frames frames, @Nullable NativeLevels levels) {
        this.frames = frames;
        this.levels = levels;
        stringNumbers = new int[frames.stringCount()];
    }

    /** @param stackFrames frame of each node, from node 1; receives the new ids */
    private ProfileFrames copy(int[] stackFrames) {
        int[] numbers = new int[frames.count() + 1 + (levels == null ? 0 : levels.count())];
        for (int node = 1; node < stackFrames.length; node++) {
            numbers[stackFrames[node]] = 1;
        }
        for (int frame = 1; frame < numbers.length; frame++) {
            if (numbers[frame] != 0) {
                numbers[frame] = lines.size();
                if (levels != null && frame > frames.count()) {
                    add(levels.level(frame - frames.count() - 1));
                } else {
                    add(frame);
                }
            }
        }
        for (int node = 1; node < stackFrames.length; node++) {
            stackFrames[node] = numbers[stackFrames[node]];
        }
        List<NativeImage> nativeImages = levels == null ? List.of() : levels.images();
        return new ProfileFrames(
                column(functions),
                column(files),
                column(lines),
                column(firstLines),
                strings,
                nativeImages.isEmpty() ? IntColumn.of() : column(images),
                nativeImages);
    }

    private static IntColumn column(IntArrayList numbers) {
        return IntColumn.of(numbers.toIntArray());
    }

    private void add(int frame) {
        functions.add(copyString(frames.functionString(frame)));
        files.add(copyString(frames.fileString(frame)));
        lines.add(frames.line(frame));
        firstLines.add(frames.firstLine(frame));
        images.add(0);
    }

    private void add(NativeLevels.Level level) {
        functions.add(copyString(level.function()));
        files.add(copyString(level.file()));
        lines.add(level.line());
        firstLines.add(0);
        images.add(1 + level.image());
    }

    private int copyString(int string) {
        if (stringNumbers[string] == 0) {
            strings.add(frames.string(string));
            stringNumbers[string] = strings.size();
        }
        return stringNumbers[string] - 1;
    }

    private int copyString(String text) {
        int number = nativeTexts.add(text);
        if (number == nativeStrings.size()) {
            nativeStrings.add(strings.size());
            strings.add(text);
        }
        return nativeStrings.getInt(number);
    }
}
