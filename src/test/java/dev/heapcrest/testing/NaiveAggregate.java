package dev.heapcrest.testing;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.CaptureHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** docs/capture-format.md, section 13.7: the views of an aggregated capture, summed in maps. */
public final class NaiveAggregate implements AggregatedSink {
    private record CodeObject(String function, String file, int firstLine, byte[] lineTable) {}

    private record Node(long frameId, long parent) {}

    private record Row(long thread, long stack, long peakBytes, long peakCount, long leakBytes, long leakCount) {}

    private final CaptureHeader header;
    private final Set<MemrayQuirk> quirks;
    private final TextStacks stacks;
    private final Map<Long, CodeObject> codeObjects = new HashMap<>();
    private final Map<Long, FrameText> frames = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<NaiveModel.Point> timeline = new ArrayList<>();
    private final Map<Long, String> threadNames = new HashMap<>();
    private long thread;

    public NaiveAggregate(CaptureHeader header, TextStacks stacks, Set<MemrayQuirk> quirks) {
        this.header = header;
        this.stacks = stacks;
        this.quirks = quirks;
    }

    @Override
    public void memorySnapshot(long epochMillis, long residentBytes, long heapBytes) {
        timeline.add(new NaiveModel.Point(epochMillis, residentBytes, heapBytes));
    }

    @Override
    public void aggregatedAllocation(
            long threadId, int allocator, long nativeFrameId, long stackIndex, long generation, Figures figures) {
        rows.add(new Row(
                threadId, stackIndex, figures.peakBytes, figures.peakCount, figures.leakBytes, figures.leakCount));
    }

    @Override
    public void stackTreeNode(long frameId, long parentIndex) {
        nodes.add(new Node(frameId, parentIndex));
    }

    @Override
    public void frameDefinition(long frameId, String function, String file, int line, boolean entryFrame) {
        frames.put(frameId, new FrameText(function, file, line));
    }

    @Override
    public void codeFrameDefinition(long frameId, long codeObjectId, int instructionOffset, boolean entryFrame) {
        CodeObject code = codeObjects.get(codeObjectId);
        int line =
                PlainLines.line(header.pythonVersion(), code.firstLine(), code.lineTable(), instructionOffset, quirks);
        frames.put(frameId, new FrameText(code.function(), code.file(), line));
    }

    @Override
    public void codeObject(long codeObjectId, String function, String file, int firstLine, byte[] lineTable) {
        codeObjects.put(codeObjectId, new CodeObject(function, file, firstLine, lineTable));
    }

    @Override
    public void contextSwitch(long threadId) {
        thread = threadId;
    }

    @Override
    public void threadName(String name) {
        threadNames.put(thread, name);
    }

    public Map<Long, String> threadNames() {
        return threadNames;
    }

    public long peakBytes() {
        return rows.stream().mapToLong(Row::peakBytes).sum();
    }

    public TextView peak() {
        TextView view = new TextView();
        for (Row row : rows) {
            if (row.peakCount() != 0) {
                view.add(row.thread(), reportedStack(row), row.peakBytes(), row.peakCount());
            }
        }
        return view;
    }

    public TextView leaks() {
        TextView view = new TextView();
        for (Row row : rows) {
            if (row.leakCount() != 0) {
                view.add(row.thread(), reportedStack(row), row.leakBytes(), row.leakCount());
            }
        }
        return view;
    }

    public List<NaiveModel.Point> timeline(int limit) {
        int stride = Math.max(1, (timeline.size() + limit - 1) / limit);
        List<NaiveModel.Point> points = new ArrayList<>();
        for (int i = 0; i < timeline.size(); i += stride) {
            points.add(timeline.get(i));
        }
        return points;
    }

    private int reportedStack(Row row) {
        List<FrameText> innermostFirst = new ArrayList<>();
        for (long id = row.stack(); id != 0; id = nodes.get((int) id - 1).parent()) {
            innermostFirst.add(frames.get(nodes.get((int) id - 1).frameId()));
        }
        boolean hides = header.mainThreadId() != 0 && row.thread() == header.mainThreadId();
        long kept = innermostFirst.size() - (hides ? header.skippedMainThreadFrames() : 0);
        return stacks.id(innermostFirst.subList(0, (int) Math.max(0, kept)));
    }
}
