package dev.heapcrest.tree;

import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.Int2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import java.util.Locale;

/** The frames of a tree and, after them, a frame for each size that a box of folded nodes has. */
final class BoxFrames implements FrameTable {
    private final FrameTable whole;
    private final IntArrayList sizes = new IntArrayList();
    private final Int2IntOpenCustomHashMap bySize = Salted.intToInt();

    BoxFrames(FrameTable whole) {
        this.whole = whole;
    }

    int firstBoxFrame() {
        return whole.count() + 1;
    }

    /** Frame of boxes that hold so many nodes. */
    int box(int size) {
        int next = firstBoxFrame() + sizes.size();
        int known = bySize.putIfAbsent(size, next);
        if (known != 0) {
            return known;
        }
        sizes.add(size);
        return next;
    }

    @Override
    public int count() {
        return whole.count() + sizes.size();
    }

    @Override
    public String function(int frameId) {
        return frameId < firstBoxFrame()
                ? whole.function(frameId)
                : String.format(Locale.ROOT, "(%,d smaller)", sizes.getInt(frameId - firstBoxFrame()));
    }

    @Override
    public String file(int frameId) {
        return frameId < firstBoxFrame() ? whole.file(frameId) : "";
    }

    @Override
    public int line(int frameId) {
        return frameId < firstBoxFrame() ? whole.line(frameId) : 0;
    }

    @Override
    public int image(int frameId) {
        return frameId < firstBoxFrame() ? whole.image(frameId) : 0;
    }

    @Override
    public List<NativeImage> images() {
        return whole.images();
    }
}
