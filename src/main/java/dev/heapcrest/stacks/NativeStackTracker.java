package dev.heapcrest.stacks;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.NativeForwarding;

/**
 * Rebuilds native stacks as well. An allocation has one more frame on top, which stands for its native stack: so young
 * allocations, snapshots and locations tell native stacks apart without knowing of them. Not thread-safe.
 */
public final class NativeStackTracker extends StackTracker implements NativeForwarding {
    private final NativeStacks natives;

    /** @param natives receives native frames and images */
    public NativeStackTracker(
            Frames frames, StackSnapshots snapshots, AllocationSink sink, Limits limits, NativeStacks natives) {
        super(frames, snapshots, sink, limits);
        this.natives = natives;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        if (nativeFrameId == 0) {
            super.allocation(allocator, address, sizeBytes, nativeFrameId);
        } else {
            current.push(Frames.keyOfNative(natives.stack(nativeFrameId)));
            super.allocation(allocator, address, sizeBytes, nativeFrameId);
            current.pop(1);
        }
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        long key = frames.keyOfCode(codeObjectId, instructionOffset);
        current.push(entryFrame ? key : Frames.inner(key));
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        frames.define(frameId, function, file, line, !entryFrame);
    }

    @Override
    public NativeStacks natives() {
        return natives;
    }
}
