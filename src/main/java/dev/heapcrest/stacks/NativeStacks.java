package dev.heapcrest.stacks;

import dev.heapcrest.capture.CaptureDamage;
import dev.heapcrest.capture.Limit;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.NativeSink;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * The native frames of a capture and the images that were loaded while it was recorded (docs/capture-format.md,
 * section 10.1).
 *
 * <p>A native stack is a native frame in an <em>era</em>. A capture writes all images anew after each dlopen, 60 times
 * while pandas is imported; nearly always the new list only adds some. An era ends when an image of the list before is gone
 * or elsewhere, so stacks of one place stay one stack. 12 bytes a native frame, half as much again while growing; the
 * images of each era. Not thread-safe.
 */
public final class NativeStacks implements NativeSink {
    private static final int FRAME_BITS = Integer.SIZE;

    /**
     * An image where it was loaded.
     *
     * @param path as the dynamic linker reports it
     * @param loadAddress what was added to the addresses of its file
     * @param segments address and size in memory of each, not yet moved by the load address, in the order of the capture
     */
    public record LoadedImage(String path, long loadAddress, List<Long> segments) {
        /** Salted: a capture chooses its images. */
        @Override
        public int hashCode() {
            int hash = Salted.hash(Salted.hash(path), loadAddress);
            for (long number : segments) {
                hash = Salted.hash(hash, number);
            }
            return hash;
        }
    }

    private final long most;
    private final long mostSteps;
    private int[] parents = new int[1 << 10];
    private long[] instructionPointers = new long[1 << 10];
    private int count;

    private final ImageLists lists = new ImageLists();

    /** The last list of each era. */
    private final ArrayList<List<LoadedImage>> eras = new ArrayList<>(List.of(List.of()));

    /** Era of each list; list 0 is none. */
    private final IntArrayList eraOfList = new IntArrayList(new int[] {0});

    public NativeStacks(Limits limits) {
        most = limits.of(Limit.NATIVE_FRAMES);
        mostSteps = limits.of(Limit.NATIVE_STEPS);
    }

    /**
     * The next native frame.
     *
     * @throws CaptureDamage if its parent did not come before, or there would be too many
     */
    @Override
    public void nativeFrame(long instructionPointer, long parent) {
        if (Long.compareUnsigned(parent, count) > 0) {
            throw new CaptureDamage(Rule.NATIVE_PARENT_UNDEFINED, count + 1L, parent);
        }
        if (count == most) {
            throw new CaptureDamage(Rule.NATIVE_FRAMES, most);
        }
        int frame = ++count;
        if (frame == parents.length) {
            int capacity = (int) Math.min(most + 1, frame + (frame >> 1));
            parents = Arrays.copyOf(parents, capacity);
            instructionPointers = Arrays.copyOf(instructionPointers, capacity);
        }
        parents[frame] = (int) parent;
        instructionPointers[frame] = instructionPointer;
    }

    @Override
    public void memoryMapStart() {
        closeList();
        lists.start();
    }

    @Override
    public void segmentHeader(String path, long segmentCount, long loadAddress) {
        lists.image(path, loadAddress);
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        lists.segment(virtualAddress, sizeBytes);
    }

    private void closeList() {
        List<LoadedImage> list = lists.take();
        if (list == null) {
            return;
        }
        int era = eras.size() - 1;
        if (new HashSet<>(list).containsAll(eras.get(era))) {
            eras.set(era, list);
        } else {
            eras.add(list);
            era++;
        }
        eraOfList.add(era);
    }

    /**
     * Number of a native stack by its innermost frame, in the era of the last list of images.
     *
     * @throws CaptureDamage if the frame did not come before
     */
    public long stack(long frame) {
        if (lists.open()) {
            closeList();
        }
        return stack(frame, eras.size() - 1);
    }

    /**
     * The same in the era of a list of images, which count from 1.
     *
     * @throws CaptureDamage if frame or list did not come before
     */
    public long stackOfList(long frame, long list) {
        closeList();
        if (Long.compareUnsigned(list, eraOfList.size()) >= 0) {
            throw new CaptureDamage(Rule.MEMORY_MAP_UNDEFINED, list);
        }
        return stack(frame, eraOfList.getInt((int) list));
    }

    private long stack(long frame, int era) {
        if (Long.compareUnsigned(frame, count) > 0) {
            throw new CaptureDamage(Rule.NATIVE_FRAME_UNDEFINED, frame);
        }
        return (long) era << FRAME_BITS | frame;
    }

    /** {@link Limit#NATIVE_STEPS} of the capture. */
    public long mostSteps() {
        return mostSteps;
    }

    /** Native frames so far; they count from 1. */
    public int count() {
        return count;
    }

    /** Innermost frame of a native stack. */
    public static int frameOf(long stack) {
        return (int) stack;
    }

    /** Era of a native stack; they count from 0. */
    public static int eraOf(long stack) {
        return (int) (stack >>> FRAME_BITS);
    }

    /** The frame that called a frame; 0 = none. */
    public int parent(int frame) {
        return parents[frame];
    }

    /** Return address of a frame. */
    public long instructionPointer(int frame) {
        return instructionPointers[frame];
    }

    /** Eras so far. */
    public int eraCount() {
        closeList();
        return eras.size();
    }

    /** The images of an era. */
    public List<LoadedImage> images(int era) {
        return List.copyOf(eras.get(era));
    }
}
