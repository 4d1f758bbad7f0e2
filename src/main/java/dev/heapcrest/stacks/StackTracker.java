package dev.heapcrest.stacks;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Limits;
import dev.heapcrest.capture.RecordSink;

/**
 * Rebuilds the call stacks of all threads and hands every allocation on with the stack it was made in
 * (docs/capture-format.md, section 9). Not thread-safe.
 *
 * <p>Native stacks are ignored here. A subclass of its own has them, which is loaded for captures that have any: for others
 * the compiler knows that nothing overrides these methods.
 */
public class StackTracker implements RecordSink {
    private static final int MMAP = Allocator.MMAP.number();
    private static final int MUNMAP = Allocator.MUNMAP.number();

    final Frames frames;
    private final AllocationSink sink;
    private final ThreadTable threads;
    /** Not in the table until a context switch names it: no record may come before one. */
    ThreadStack current;

    public StackTracker(Frames frames, StackSnapshots snapshots, AllocationSink sink, Limits limits) {
        this.frames = frames;
        this.sink = sink;
        threads = new ThreadTable(snapshots, limits);
        current = threads.stack(0);
    }

    public ThreadTable threads() {
        return threads;
    }

    @Override
    public void allocation(int allocator, long address, long sizeBytes, long nativeFrameId) {
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
        current.push(frames.keyOfCode(codeObjectId, instructionOffset));
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
        frames.define(frameId, function, file, line);
    }
}
