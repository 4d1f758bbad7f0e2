/** Writes what it hears. */
record Copy(Writer writer, boolean first, long laterMillis) implements Sink {
    @Override
    public void allocation(int allocator, long address, long sizeBytes) {
        writer.allocation(allocator, address, sizeBytes);
    }

    @Override
    public void push(byte[] record, int length) {
        writer.bytes(record, length);
    }

    @Override
    public void pop(int count) {
        writer.pop(count);
    }

    @Override
    public void contextSwitch(long threadId) {
        writer.contextSwitch(threadId);
    }

    @Override
    public void memory(long residentBytes, long millis) {
        writer.memory(residentBytes, millis + laterMillis);
    }

    @Override
    public void definition(byte[] record, int length) {
        if (first) {
            writer.bytes(record, length);
        }
    }
}
