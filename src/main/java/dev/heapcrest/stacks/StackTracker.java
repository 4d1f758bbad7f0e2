package dev.heapcrest.stacks;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.RecordSink;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the call stacks of all threads and hands every allocation on with the stack it was made in
 * (docs/capture-format.md, section 9). Not thread-safe.
 *
 * <p>In a capture with native stacks an allocation has one more frame on top, which stands for its native stack: so young
 * allocations, snapshots and locations tell native stacks apart without knowing of them, and other captures pay nothing.
 */
public final class StackTracker implements RecordSink {
    private static final int MMAP = Allocator.MMAP.number();
    private static final int MUNMAP = Allocator.MUNMAP.number();

    private final Frames frames;
    private final AllocationSink sink;
    private final ThreadTable threads;
    /** Null in captures without native stacks. */
    private final @Nullable NativeStacks natives;

    /** Not in the table until a context switch names it: no record may come before one. */
    private ThreadStack current;

    /** Of a capture without native stacks, or one whose native stacks are not wanted. */
    public StackTracker(Frames frames, StackSnapshots snapshots, AllocationSink sink, Limits limits) {
        this(frames, snapshots, sink, limits, null);
    }

    /** @param natives receives native stacks; null where there are none */
    public StackTracker(
            Frames frames,
            StackSnapshots snapshots,
            AllocationSink sink,
            Limits limits,
            @Nullable NativeStacks natives) {
        this.frames = frames;
        this.sink = sink;
        this.natives = natives;
        threads = new ThreadTable(snapshots, limits);
        current = threads.stack(0);
    }

    public ThreadTable threads() {
        return threads;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
        if (natives == null || nativeFrameId == 0) {
            allocation(allocator, address, sizeBytes);
        } else {
            current.push(Frames.keyOfNative(natives.stack(nativeFrameId)));
            allocation(allocator, address, sizeBytes);
            current.pop(1);
        }
    }

    private void allocation(int allocator, long address, long sizeBytes) {
        if (allocator == MMAP) {
            sink.mapping(address, sizeBytes, current, allocator);
        } else {
            sink.allocation(address, sizeBytes, current, allocator);
        }
    }

    @Override
    public void deallocation(int allocator, long address, long sizeBytes) {
        if (allocator == MUNMAP) {
            sink.unmapping(address, sizeBytes, current.index());
        } else {
            sink.deallocation(address, current.index());
        }
    }

    @Override
    public void codeFramePush(long codeObjectId, int instructionOffset, boolean entryFrame) {
        long key = frames.keyOfCode(codeObjectId, instructionOffset);
        current.push(natives == null || entryFrame ? key : Frames.inner(key));
    }

    @Override
    public void framePush(long frameId) {
        current.push(frames.ofDefinition(frameId));
    }

    @Override
    public void framePop(long count) {
        current.pop(count);
    }

    @Override
    public void contextSwitch(long threadId) {
        current = threads.of(threadId);
    }

    @Override
    public void threadName(String name) {
        threads.name(current.index(), name);
    }

    @Override
    public void memory(long epochMillis, long residentBytes) {
        sink.memory(epochMillis, residentBytes);
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        frames.defineCode(codeObjectId, function, file, firstLine, lineTable);
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        frames.define(frameId, function, file, line, natives != null && !entryFrame);
    }

    @Override
    public void nativeFrame(long instructionPointer, long parentNativeFrameId) {
        if (natives != null) {
            natives.frame(instructionPointer, parentNativeFrameId);
        }
    }

    @Override
    public void memoryMapStart() {
        if (natives != null) {
            natives.mapStart();
        }
    }

    @Override
    public void segmentHeader(String file, long segmentCount, long loadAddress) {
        if (natives != null) {
            natives.image(file, loadAddress);
        }
    }

    @Override
    public void segment(long virtualAddress, long sizeBytes) {
        if (natives != null) {
            natives.segment(virtualAddress, sizeBytes);
        }
    }
}
