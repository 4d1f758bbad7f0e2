package dev.heapcrest.aggregate;

import dev.heapcrest.profile.UnsupportedProfileException;
import dev.heapcrest.stacks.Frames;
import dev.heapcrest.stacks.NativeStacks;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.tables.Salted;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The native stacks that survive, as addresses in images: each address once, whatever the stacks and eras it is in. With
 * pandas 36,852 native frames have 3,220 of them. Up to 36 bytes a native frame of a surviving stack, once for each era.
 * Not thread-safe.
 */
final class SurvivingNatives {
    /** In {@link #placeOf}: memray leaves out what is in no segment (docs/capture-format.md, section 10.2). */
    private static final int NOWHERE = -1;

    private final NativeStacks natives;
    private final EraSegments[] eras;
    /** Address of each native frame by its number as a stack: {@link #NOWHERE}, or a number from 1. */
    private final Long2IntOpenCustomHashMap placeOf = Salted.longToInt();

    private final List<Image> images = new ArrayList<>();
    private final Map<Image, Integer> imageNumbers = new HashMap<>();
    /** Image and offset of each address, from 1; offsets of one image have a map. */
    private final IntArrayList addressImages = new IntArrayList(new int[] {0});

    private final LongArrayList addressOffsets = new LongArrayList(new long[] {0});
    private final List<Long2IntOpenCustomHashMap> byOffset = new ArrayList<>();

    /** Place in the question of each address, within its image. */
    private int[] positions = {};

    /** @param stackFrames frames of surviving stacks, from node 1 */
    SurvivingNatives(NativeStacks natives, Frames frames, int[] stackFrames) throws UnsupportedProfileException {
        this.natives = natives;
        eras = new EraSegments[natives.eraCount()];
        NativeSteps steps = new NativeSteps(natives.mostSteps(), natives.count());
        for (int node = 1; node < stackFrames.length; node++) {
            if ((stackFrames[node] & Frames.NATIVE) != 0) {
                place(steps, frames.nativeStack(stackFrames[node]));
            }
        }
    }

    /** Looks up the frames of a stack up to one that was met before. */
    private void place(NativeSteps steps, long stack) throws UnsupportedProfileException {
        int era = NativeStacks.eraOf(stack);
        long eraPart = stack - NativeStacks.frameOf(stack);
        int frame = NativeStacks.frameOf(stack);
        while (frame != 0 && !placeOf.containsKey(eraPart | frame)) {
            steps.take(NativeSteps.NEW);
            placeOf.put(eraPart | frame, address(era, natives.instructionPointer(frame)));
            frame = natives.parent(frame);
        }
    }

    private int address(int era, long instructionPointer) {
        if (eras[era] == null) {
            eras[era] = new EraSegments(natives.images(era));
        }
        int segment = eras[era].find(instructionPointer);
        if (segment < 0) {
            return NOWHERE;
        }
        Image image = eras[era].image(segment);
        int number = imageNumbers.computeIfAbsent(image, any -> images.size());
        if (number == images.size()) {
            images.add(image);
            byOffset.add(Salted.longToInt());
        }
        long offset = instructionPointer - eras[era].loadAddress(segment);
        int next = addressImages.size();
        int known = byOffset.get(number).putIfAbsent(offset, next);
        if (known != 0) {
            return known;
        }
        addressImages.add(number);
        addressOffsets.add(offset);
        return next;
    }

    /**
     * All addresses, for a symbol source: images by path, offsets ascending, so that the answer does not depend on the
     * order of the capture.
     */
    List<ImageAddresses> question() {
        int[] imageOrder = new int[images.size()];
        List<Integer> sorted = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            sorted.add(image);
        }
        sorted.sort(Comparator.comparing((Integer image) -> images.get(image).path()));
        for (int place = 0; place < imageOrder.length; place++) {
            imageOrder[sorted.get(place)] = place;
        }
        positions = new int[addressImages.size()];
        List<ImageAddresses> question = new ArrayList<>();
        for (int image : sorted) {
            long[] offsets = byOffset.get(image).keySet().toLongArray();
            Arrays.sort(offsets);
            for (int i = 0; i < offsets.length; i++) {
                positions[byOffset.get(image).get(offsets[i])] = i;
            }
            question.add(new ImageAddresses(images.get(image), offsets));
        }
        for (int address = 1; address < positions.length; address++) {
            addressImages.set(address, imageOrder[addressImages.getInt(address)]);
        }
        return question;
    }

    /** {@link NativeStacks#mostSteps}. */
    long mostSteps() {
        return natives.mostSteps();
    }

    /** Addresses are 1 to this. */
    int addressCount() {
        return addressImages.size() - 1;
    }

    /** Of an address its image in the {@link #question}, after that was put. */
    int imageOf(int address) {
        return addressImages.getInt(address);
    }

    /** Of an address its place within the image of the {@link #question}. */
    int positionOf(int address) {
        return positions[address];
    }

    /** Return address of an address, from where its image was loaded. */
    long offsetOf(int address) {
        return addressOffsets.getLong(address);
    }

    /** Adds the addresses of a surviving stack, innermost first, without those that are nowhere. */
    void addressesOf(long stack, NativeSteps steps, IntArrayList addresses) throws UnsupportedProfileException {
        long eraPart = stack - NativeStacks.frameOf(stack);
        for (int frame = NativeStacks.frameOf(stack); frame != 0; frame = natives.parent(frame)) {
            steps.take(1);
            int address = placeOf.get(eraPart | frame);
            if (address != NOWHERE) {
                addresses.add(address);
            }
        }
    }
}
