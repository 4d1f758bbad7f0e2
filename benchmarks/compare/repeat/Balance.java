import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is left when a program ends: frames by thread, live memory. */
final class Balance implements Sink {
    long allocationRecords;
    long lastMillis;
    private final Map<Long, int[]> depths = new LinkedHashMap<>();
    private int[] depth = new int[1];
    private final Addresses live = new Addresses();
    private final Map<Long, ArrayDeque<Long>> mappings = new LinkedHashMap<>();

    @Override
    public void allocation(int allocator, long address, long sizeBytes) {
        allocationRecords++;
        if (Sink.isSimpleFree(allocator)) {
            live.remove(address);
        } else if (allocator == 14) {
            mappings.computeIfAbsent(address, key -> new ArrayDeque<>()).push(sizeBytes);
        } else if (allocator == 15) {
            ArrayDeque<Long> sizes = mappings.get(address);
            if (sizes != null && sizes.remove(sizeBytes) && sizes.isEmpty()) {
                mappings.remove(address);
            }
        } else {
            live.add(address);
        }
    }

    @Override
    public void push(byte[] record, int length) {
        depth[0]++;
    }

    @Override
    public void pop(int count) {
        depth[0] -= count;
    }

    @Override
    public void contextSwitch(long threadId) {
        depth = depths.computeIfAbsent(threadId, key -> new int[1]);
    }

    @Override
    public void memory(long residentBytes, long millis) {
        lastMillis = millis;
    }

    @Override
    public void definition(byte[] record, int length) {}

    long closingRecords() {
        return live.size
                + mappings.values().stream().mapToLong(ArrayDeque::size).sum();
    }

    /** Gives everything back and leaves every frame. */
    void close(Writer writer) throws IOException {
        for (long address : live.sorted()) {
            writer.allocation(5, address, 0);
        }
        for (Map.Entry<Long, ArrayDeque<Long>> mapping : mappings.entrySet()) {
            for (long sizeBytes : mapping.getValue()) {
                writer.allocation(15, mapping.getKey(), sizeBytes);
            }
        }
        for (Map.Entry<Long, int[]> thread : depths.entrySet()) {
            if (thread.getValue()[0] > 0) {
                writer.contextSwitch(thread.getKey());
                for (int left = thread.getValue()[0]; left > 0; left -= 16) {
                    writer.pop(Math.min(left, 16));
                }
            }
        }
    }
}
